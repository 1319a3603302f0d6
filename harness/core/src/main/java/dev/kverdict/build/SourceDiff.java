package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedSet;

/**
 * What patches came to in the source they were applied to, with whole files as context: the line
 * numbers in a patch are only where somebody else's source had these lines.
 */
final class SourceDiff {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private SourceDiff() {}

  /** Writes the diff of every file that the patches name, where it differs. */
  static void write(Lane lane, Path before, Path after, SortedSet<String> paths, Path diff) {
    try (OutputStream out = Files.newOutputStream(diff)) {
      for (String path : paths) {
        Path part = Files.createFile(diff.resolveSibling(diff.getFileName() + ".part"));
        one(lane, before, after, path, part);
        Files.copy(part, out);
        Files.delete(part);
      }
    } catch (IOException e) {
      throw new InfraError("cannot write " + diff, e);
    }
  }

  private static void one(Lane lane, Path before, Path after, String path, Path into) {
    // -N: a file that is missing on one side is empty there; a redirection keeps long outputs.
    Command command =
        Command.of(
            after,
            "sh",
            "-c",
            "exec diff -a -N -U 1000000 --label \"a/$3\" --label \"b/$3\" \"$1/$3\" \"$2/$3\" >\"$4\"",
            "diff",
            before.toString(),
            after.toString(),
            path,
            into.toString());
    CommandResult result = lane.run(command.reading(before, after).writing(into).within(LIMIT));
    if (result.exitCode() > 1) { // 1 says that they differ
      throw new InfraError("cannot compare " + path + ": " + result.summary());
    }
  }
}
