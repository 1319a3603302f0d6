package dev.kverdict.report;

import static java.util.stream.Collectors.joining;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.truth.Rule;
import dev.kverdict.truth.Truth;
import dev.kverdict.truth.TruthReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes what rules say of patches whose worth is known, as text and in Markdown. */
public final class TruthReport {

  /** Lines of a document between which the tables stand. */
  static final String BEGIN = "<!-- begin: kverdict truth -->\n";

  static final String END = "<!-- end: kverdict truth -->\n";

  private static final int MOST_BYTES = 4 << 20;

  private TruthReport() {}

  /**
   * Returns what the rules say of the patches of some runs.
   *
   * @param places runs, and directories of runs; the newest run of each case counts
   * @throws UserError if one of them is neither, or is of another version
   */
  public static Truth read(List<Path> places) {
    List<FinishedRun> runs = new ArrayList<>();
    for (Path place : places) {
      if (Files.isRegularFile(place.resolve(ResultJson.NAME))) {
        runs.add(FinishedRun.read(place));
      } else {
        runs.addAll(FinishedRun.in(place));
      }
    }
    return new Truth(
        FinishedRun.newest(runs).stream()
            .map(run -> TruthReader.read(run.result(), run.directory()))
            .toList());
  }

  /** Returns the tables for a terminal, below what the rules mean. */
  public static String text(Truth truth) {
    return Stream.concat(
            Stream.of(
                Stream.of(Rule.values())
                    .map(rule -> "%-18s%s%n".formatted(rule.label(), rule.says()))
                    .collect(joining())),
            TruthTables.of(truth).stream().map(TextTable::plain))
        .collect(joining("\n"));
  }

  /** Returns the tables in Markdown. */
  public static String markdown(Truth truth) {
    return TruthTables.of(truth).stream().map(TextTable::markdown).collect(joining("\n"));
  }

  /**
   * Replaces the tables of a document.
   *
   * @throws UserError if it cannot be read, or has no place for them
   */
  public static void into(Path document, Truth truth) {
    String text = UserFiles.text(document, MOST_BYTES, "name a document in Markdown");
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new UserError(
          document.toString(),
          "has no place for the tables",
          "add the lines " + BEGIN.strip() + " and " + END.strip());
    }
    String tables = "\n" + markdown(truth) + "\n";
    String whole = text.substring(0, begin + BEGIN.length()) + tables + text.substring(end);
    HostIo.run("cannot write " + document, () -> AtomicFiles.write(document, whole));
  }
}
