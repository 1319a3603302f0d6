package dev.kverdict.kernel;

import dev.kverdict.record.BuildOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a build left behind, before we read it ourselves: outside of its cage a link would lead to
 * any file of the host's, and a pipe would stop us.
 */
final class PlainFiles {

  private PlainFiles() {}

  /**
   * A file that lies where it seems to.
   *
   * @param root the folder that it lies below
   * @throws BuildStopped when it is no file, or lies elsewhere
   */
  static Path require(Path root, Path file) throws IOException {
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || !file.toRealPath().startsWith(root.toRealPath())) {
        throw refused(root, file);
      }
    } catch (NoSuchFileException e) {
      throw refused(root, file);
    }
    return file;
  }

  /** The same of everything in a folder. */
  static void requireAll(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          require(root, file);
        }
      }
    }
  }

  private static BuildStopped refused(Path root, Path file) {
    return new BuildStopped(
        new BuildOutcome.BuildFailed(
            List.of("the build left no plain file " + root.relativize(file))));
  }
}
