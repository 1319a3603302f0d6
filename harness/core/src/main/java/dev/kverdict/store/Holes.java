package dev.kverdict.store;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds out how much of a directory's size is holes, of which a disk image has many. */
record Holes(Lane lane) {

  /** Smaller files have no holes worth asking for, in bytes. */
  private static final long LARGE = 16L << 20;

  /** More arguments than fit on a command line are not worth an answer either (execve(2)). */
  private static final int MOST = 500;

  /** Size, blocks and the size of such a block, for a file with one name (stat(1)). */
  private static final Pattern ANSWER =
      Pattern.compile("1 ([0-9]{1,18}) ([0-9]{1,18}) ([0-9]{1,6})");

  /** Returns the bytes that its large files have and the disk has not; 0 if that is not known. */
  long below(Path directory) throws IOException {
    List<String> argv = new ArrayList<>(List.of("stat", "-c", "%h %s %b %B", "--"));
    int words = argv.size();
    try (Stream<Path> large =
        Files.find(
            directory, Integer.MAX_VALUE, (file, is) -> is.isRegularFile() && is.size() >= LARGE)) {
      large.limit(MOST).map(Path::toString).forEach(argv::add);
    }
    if (argv.size() == words) {
      return 0;
    }
    CommandResult said = lane.run(Command.of(directory, argv.toArray(String[]::new)).asChore());
    return said.output().stream().map(ANSWER::matcher).mapToLong(Holes::of).sum();
  }

  private static long of(Matcher file) {
    return file.matches() ? Math.max(0, number(file, 1) - number(file, 2) * number(file, 3)) : 0;
  }

  private static long number(Matcher file, int group) {
    return Long.parseLong(file.group(group));
  }
}
