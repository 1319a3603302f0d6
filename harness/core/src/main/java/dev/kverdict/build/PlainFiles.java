package dev.kverdict.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Checks the files that a build left before the harness reads them: outside of the build's cage a
 * link could lead to any file of the host, and a pipe would block the reader.
 */
final class PlainFiles {

  /** The largest text read into memory, in bytes (System.map of a whole kernel: 15 MiB). */
  private static final long MOST_TEXT = 64L << 20;

  private PlainFiles() {}

  /** Returns the directory of a file that has one, as all files of a build have. */
  static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent(), "a file's directory");
  }

  /** Returns whether a text is a file at its real path, and small enough to be read. */
  static boolean isText(Path root, Path file) throws IOException {
    return isPlain(root, file) && Files.size(file) <= MOST_TEXT;
  }

  /** Returns such a text, or throws {@link BuildStopped}. */
  static Path requireText(Path root, Path file) throws IOException {
    if (!isText(root, file)) {
      throw refused(root, file);
    }
    return file;
  }

  /** Returns a directory with no link on the way to it, or throws {@link BuildStopped}. */
  static Path requireDirectory(Path root, Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        || !directory.toRealPath().equals(root.toRealPath().resolve(root.relativize(directory)))) {
      throw refused(root, directory);
    }
    return directory;
  }

  /** Returns whether there is a regular file whose real path lies below the root. */
  static boolean isPlain(Path root, Path file) throws IOException {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && file.toRealPath().startsWith(root.toRealPath());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Returns a regular file whose real path lies below the root.
   *
   * @throws BuildStopped when it is no such file
   */
  static Path require(Path root, Path file) throws IOException {
    if (!isPlain(root, file)) {
      throw refused(root, file);
    }
    return file;
  }

  /** Requires the same of everything in a directory. */
  static void requireAll(Path root) throws IOException {
    for (Path file : below(root, any -> !Files.isDirectory(any, LinkOption.NOFOLLOW_LINKS))) {
      require(root, file);
    }
  }

  /** Returns the wanted files of a directory at any depth, sorted; links are not followed. */
  static List<Path> below(Path root, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(wanted).sorted().toList();
    } catch (UncheckedIOException e) {
      throw BuildStopped.failed("the build left folders that cannot be read");
    }
  }

  private static BuildStopped refused(Path root, Path file) {
    return BuildStopped.failed("the build left no plain file " + root.relativize(file));
  }
}
