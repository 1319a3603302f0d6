package dev.kverdict.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps the order of what was built and what is patched. make goes by times: if the clock was set
 * back since a tree was built, each object in a copy of it looks newer than a file that a patch
 * changes now, and the patch would not be compiled.
 */
final class BuiltBefore {

  /** Some file systems count whole seconds. */
  private static final Duration SURE = Duration.ofSeconds(2);

  private BuiltBefore() {}

  /**
   * Makes all files of a copy older than now, each as much as the others, if the clock is behind.
   *
   * @param last a file that was written when the tree was complete
   */
  static void now(Path last, Path copy) throws IOException {
    now(last, copy, InstantSource.system());
  }

  static void now(Path last, Path copy, InstantSource clock) throws IOException {
    Duration ahead = Duration.between(clock.instant(), Files.getLastModifiedTime(last).toInstant());
    if (ahead.compareTo(Duration.ZERO) <= 0) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(copy)) {
      all = files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    for (Path file : all) {
      FileTime time = Files.getLastModifiedTime(file);
      Files.setLastModifiedTime(file, FileTime.from(time.toInstant().minus(ahead).minus(SURE)));
    }
  }
}
