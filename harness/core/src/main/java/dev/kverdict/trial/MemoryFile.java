package dev.kverdict.trial;

import dev.kverdict.host.Lane;
import dev.kverdict.host.ShortLived;
import dev.kverdict.host.SparseCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that has the memory of a guest which is to be saved. While the guest runs it is in the
 * host's memory where there is room: a page that a guest writes to costs more on a disk's file
 * system, which has to reserve a block for it. Closing it removes it there.
 */
final class MemoryFile implements AutoCloseable {

  private final Path kept;
  private final @Nullable Path inMemory;

  private MemoryFile(Path kept, @Nullable Path inMemory) {
    this.kept = kept;
    this.inMemory = inMemory;
  }

  /**
   * Creates none yet, but knows where.
   *
   * @param kept where the file is to be at the end
   * @param bytes its size
   */
  static MemoryFile of(Path kept, long bytes) {
    Optional<Path> directory = ShortLived.inMemory("kvm", bytes);
    return new MemoryFile(kept, directory.orElse(null));
  }

  /** Where the guest has it. */
  Path path() {
    return inMemory == null ? kept : inMemory.resolve("memory");
  }

  /** Puts it where it is kept, once the guest is stopped. */
  void keep(Lane lane) {
    if (inMemory != null) {
      SparseCopy.withItsHoles(lane, path(), kept);
    }
  }

  @Override
  public void close() throws IOException {
    if (inMemory != null) {
      ShortLived.delete(inMemory);
    }
  }
}
