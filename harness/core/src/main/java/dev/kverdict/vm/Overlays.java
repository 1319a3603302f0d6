package dev.kverdict.vm;

import dev.kverdict.host.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A place on a disk for the overlays that keep a guest's writes away from an image: QEMU makes them
 * as temporary files that have no name any more once it runs. In a cage's own {@code /tmp} they
 * would lie in the host's memory.
 */
final class Overlays implements AutoCloseable {

  private final Path folder;

  /**
   * Creates the place.
   *
   * @param below an existing folder
   */
  Overlays(Path below) throws IOException {
    this.folder = Files.createTempDirectory(below, ".overlays");
  }

  Path folder() {
    return folder;
  }

  /** Removes the place once QEMU has opened its files, or ended. */
  @Override
  public void close() throws IOException {
    AtomicFiles.delete(folder);
  }
}
