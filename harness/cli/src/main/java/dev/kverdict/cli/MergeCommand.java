package dev.kverdict.cli;

import dev.kverdict.batch.BatchLog;
import dev.kverdict.batch.Ranking;
import dev.kverdict.record.RankedCandidate;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.BatchReports;
import dev.kverdict.report.BatchTable;
import dev.kverdict.report.Reports;
import dev.kverdict.shard.Merge;
import dev.kverdict.verdict.Results;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Joins what the shards of a plan left into one run, and prints its verdicts. */
@Command(
    name = "merge",
    description = {
      "Judges what the shards of a plan left, as one run.",
      "Nothing is built and nothing boots. If a shard is missing or damaged: exit code 4."
    },
    mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(index = "0", paramLabel = "PLAN", description = "The directory of the plan.")
  private @Nullable Path plan;

  @Parameters(
      index = "1..*",
      paramLabel = "DIR",
      arity = "1..*",
      description = "The directories that its shards left, in any order.")
  private List<Path> shards = List.of();

  @Option(
      names = "--out",
      paramLabel = "RUN",
      required = true,
      description = "A new directory for the run.")
  private @Nullable Path out;

  @Mixin private final PlaceOptions place = new PlaceOptions();

  @Override
  public Integer call() {
    Path run = Objects.requireNonNull(out).toAbsolutePath().normalize();
    Merge.Merged merged =
        Merge.of(
            Objects.requireNonNull(plan),
            shards,
            place.environment(),
            run,
            Kverdict.VERSION,
            new BatchLog(event -> {}));
    RunResult result = merged.result();
    Reports.writeAll(result, run);
    if (merged.batch()) {
      List<RankedCandidate> ranked = Ranking.of(merged.candidates());
      BatchReports.write(result, ranked, run);
      terminal.print(BatchTable.of(ranked, result.facts()));
      return Ranking.exitCode(ranked, 0);
    }
    terminal.printTable(result, run);
    return Results.exitCode(result.verdicts(), result.steps());
  }
}
