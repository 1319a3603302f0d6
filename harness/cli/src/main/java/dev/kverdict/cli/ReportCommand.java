package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.report.CasesDocument;
import dev.kverdict.report.Reports;
import dev.kverdict.report.ResultJson;
import dev.kverdict.report.RunsIndex;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the reports of a run anew, or an overview of all runs or cases. */
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

  @Option(
      names = "--cases",
      paramLabel = "RUNS",
      description = "Print the verdicts of the newest run of each case there, in Markdown.")
  private @Nullable Path cases;

  @Override
  public Integer call() {
    if (Stream.of(run, index, cases).filter(Objects::nonNull).count() != 1) {
      throw new UserError(
          "report",
          "needs one directory",
          "name that of a run, or with --index or --cases that of all runs");
    }
    if (cases != null) {
      terminal.print(CasesDocument.of(cases));
      return 0;
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
