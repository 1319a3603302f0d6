package dev.kverdict.vm;

import dev.kverdict.host.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory on disk for the overlays that keep a guest's writes away from an image. QEMU creates
 * them as temporary files and unlinks them. In a cage's own {@code /tmp} they would take up the
 * host's memory.
 */
final class Overlays implements AutoCloseable {

  private final Path directory;

  /**
   * Creates the directory.
   *
   * @param below an existing directory
   */
  Overlays(Path below) throws IOException {
    this.directory = Files.createTempDirectory(below, ".overlays");
  }

  Path folder() {
    return directory;
  }

  /** Removes the directory once QEMU has opened its files, or ended. */
  @Override
  public void close() throws IOException {
    AtomicFiles.delete(directory);
  }
}
