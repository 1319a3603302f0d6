package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.report.Reports;
import dev.kverdict.report.ResultJson;
import dev.kverdict.report.RunsIndex;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the reports of a run anew, or an overview of all runs. */
@CommandLine.Command(
    name = "report",
    description = "Writes the reports of a run anew from its directory, or an overview of runs.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "The directory of a run, such as runs/TIME-CASE.")
  private @Nullable Path run;

  @Option(
      names = "--index",
      paramLabel = "RUNS",
      description = "Write RUNS/index.html: every patch with its verdicts in all runs there.")
  private @Nullable Path index;

  @Override
  public Integer call() {
    if ((run == null) == (index == null)) {
      throw new UserError(
          "report", "needs one directory", "name that of a run, or with --index that of all runs");
    }
    Path written = index == null ? reports(Objects.requireNonNull(run)) : RunsIndex.write(index);
    terminal.print(written + System.lineSeparator());
    return 0;
  }

  private static Path reports(Path run) {
    Reports.writeAll(ResultJson.ofRun(run), run);
    return run.resolve(Reports.PAGE);
  }
}
