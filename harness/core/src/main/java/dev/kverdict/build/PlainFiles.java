package dev.kverdict.build;

import dev.kverdict.record.BuildOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a build left behind, before we read it ourselves: outside of its cage a link would lead to
 * any file of the host's, and a pipe would stop us.
 */
final class PlainFiles {

  /** Larger texts than a build's would fill our memory (System.map of a whole kernel: 15 MiB). */
  private static final long MOST_TEXT = 64L << 20;

  private PlainFiles() {}

  /** Whether a text is a file that lies where it seems to, and of a size to be read. */
  static boolean isText(Path root, Path file) throws IOException {
    return isPlain(root, file) && Files.size(file) <= MOST_TEXT;
  }

  /** The text of such a file. */
  static Path requireText(Path root, Path file) throws IOException {
    if (!isText(root, file)) {
      throw refused(root, file);
    }
    return file;
  }

  /** A folder that lies where it seems to, with no link on the way to it. */
  static Path requireFolder(Path root, Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !folder.toRealPath().equals(root.toRealPath().resolve(root.relativize(folder)))) {
      throw refused(root, folder);
    }
    return folder;
  }

  /** Whether there is a file that lies where it seems to. */
  static boolean isPlain(Path root, Path file) throws IOException {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && file.toRealPath().startsWith(root.toRealPath());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * A file that lies where it seems to.
   *
   * @param root the folder that it lies below
   * @throws BuildStopped when it is no file, or lies elsewhere
   */
  static Path require(Path root, Path file) throws IOException {
    if (!isPlain(root, file)) {
      throw refused(root, file);
    }
    return file;
  }

  /** The same of everything in a folder. */
  static void requireAll(Path root) throws IOException {
    for (Path file : below(root, any -> !Files.isDirectory(any, LinkOption.NOFOLLOW_LINKS))) {
      require(root, file);
    }
  }

  /** What of a folder, at any depth, is wanted, by name; links are not followed. */
  static List<Path> below(Path root, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(wanted).sorted().toList();
    } catch (UncheckedIOException e) {
      throw new BuildStopped(
          BuildOutcome.buildFailed(List.of("the build left folders that cannot be read")));
    }
  }

  private static BuildStopped refused(Path root, Path file) {
    return new BuildStopped(
        BuildOutcome.buildFailed(List.of("the build left no plain file " + root.relativize(file))));
  }
}
