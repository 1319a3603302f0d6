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
 * Compares a source before and after its patches, with whole files as context: the line numbers in
 * a patch are those of somebody else's source.
 */
final class SourceDiff {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private SourceDiff() {}

  /** Writes the diff of every file that the patches name and that differs. */
  static void write(Lane lane, Path before, Path after, SortedSet<String> paths, Path diff) {
    try (OutputStream out = Files.newOutputStream(diff)) {
      for (String path : paths) {
        if (!Files.exists(before.resolve(path)) && !Files.exists(after.resolve(path))) {
          continue; // added by one patch of a series and deleted by another
        }
        Path part = Files.createFile(diff.resolveSibling(diff.getFileName() + ".part"));
        one(lane, before, after, path, part);
        Files.copy(part, out);
        Files.delete(part);
      }
    } catch (IOException e) {
      throw new InfraError("cannot write " + diff + ": " + e.getMessage(), e);
    }
  }

  private static void one(Lane lane, Path before, Path after, String path, Path into) {
    // -N: a file that is missing on one side is empty there. A redirection keeps long output.
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
    if (result.exitCode() > 1) { // 1: they differ
      throw new InfraError("cannot compare " + path + ": " + result.summary());
    }
  }
}
