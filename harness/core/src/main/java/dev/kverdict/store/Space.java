package dev.kverdict.store;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * What is left on the store's disk. A tool that finds the disk full says so in its own words, if at
 * all, and that would pass for a mistake in the case, or for a patch that fails.
 *
 * @param root the store
 * @param left tells how many bytes are left
 */
record Space(Path root, LongSupplier left) {

  /** In bytes: room for an image of the usual size. A kernel that is built takes far more. */
  static final long LEAST = 64L << 20;

  static Space of(Path root) {
    return new Space(root, () -> left(root));
  }

  private static long left(Path root) {
    return HostIo.get(
        "cannot read the free space of " + root,
        () -> {
          FileStore disk = Files.getFileStore(root);
          // A file system that counts nothing says that it has none at all.
          return disk.getTotalSpace() == 0 ? Long.MAX_VALUE : disk.getUsableSpace();
        });
  }

  /**
   * Requires that the disk is not full.
   *
   * @throws InfraError if it is
   */
  void require() {
    long bytes = left.getAsLong();
    if (bytes < LEAST) {
      throw new InfraError(full(bytes));
    }
  }

  /** Makes something in the store; if that fails on a full disk, this is what is said. */
  void use(String what, Path folder, Store.Maker maker) throws IOException {
    try {
      maker.make(folder);
    } catch (IOException | RuntimeException e) {
      long bytes = left.getAsLong();
      if (bytes < LEAST) {
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        throw new InfraError("cannot make %s: %s (%s)".formatted(what, full(bytes), said), e);
      }
      throw e;
    }
  }

  private String full(long bytes) {
    return "the disk of the store is full: %d MiB are left for %s; free some, or set XDG_CACHE_HOME"
        .formatted(bytes >> 20, root);
  }
}
