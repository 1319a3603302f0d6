package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.report.TruthJson;
import dev.kverdict.report.TruthReport;
import dev.kverdict.truth.Truth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures verdicts, and other rules beside them, by patches whose worth is known. */
@Command(
    name = "truth",
    description =
        "Says how often verdicts, and other rules on the same trials, are wrong about patches whose"
            + " worth the case tells.",
    mixinStandardHelpOptions = true)
final class TruthCommand implements Callable<Integer> {

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description =
          "The directory of a run, or one that holds runs; the newest run of each case counts.")
  private final List<Path> runs = new ArrayList<>();

  @Option(names = "--markdown", description = "Print the tables in Markdown.")
  private boolean markdown;

  @Option(names = "--json", description = "Print each answer and its reason as JSON.")
  private boolean json;

  @Option(
      names = "--into",
      paramLabel = "FILE",
      description = "Replace the tables in this document, as in docs/truth.md.")
  private @Nullable Path into;

  @Override
  public Integer call() {
    if (Stream.of(markdown, json, into != null).filter(one -> one).count() > 1) {
      throw new UserError(
          "truth", "has one output", "give one of --markdown, --json and --into, or none");
    }
    Truth truth = TruthReport.read(runs);
    if (into != null) {
      TruthReport.into(into, truth);
    } else if (json) {
      terminal.print(TruthJson.of(truth));
    } else {
      terminal.print(markdown ? TruthReport.markdown(truth) : TruthReport.text(truth));
    }
    return 0;
  }
}
