package dev.kverdict.cli;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.campaign.BisectStep;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.run.Environment;
import dev.kverdict.verdict.Bisection;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One step of a bisection: good, bad or not to be told, as git bisect run wants it. */
@CommandLine.Command(
    name = "bisect-run",
    description = {
      "Says whether the revision that is checked out has the bug.",
      "For git bisect run: exit code 0 good, 1 bad, 125 skip, 128 stop (wrong usage, broken host)."
    },
    exitCodeOnInvalidInput = BisectRunCommand.STOP,
    exitCodeOnExecutionException = BisectRunCommand.STOP,
    mixinStandardHelpOptions = true)
final class BisectRunCommand implements Callable<Integer> {

  /** git bisect run takes 1 to 127 but 125 for bad; above it stops (git-bisect(1)). */
  static final int STOP = 128;

  private static final Duration DIFF = Duration.ofMinutes(5);
  private static final int ENOUGH = 5;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "MATRIX", description = "The matrix file.")
  private @Nullable Path matrix;

  @Option(
      names = "--base",
      paramLabel = "REV",
      required = true,
      description = "The revision that the matrix's kernel is; its build is what all start from.")
  private @Nullable String base;

  @Option(names = "--tree", paramLabel = "DIR", description = "The git tree (default: here).")
  private Path tree = Path.of("");

  @Option(names = "--kernel", paramLabel = "NAME", description = "Which kernel of the matrix.")
  private @Nullable String kernel;

  @Option(names = "--repro", paramLabel = "NAME", description = "Which reproducer.")
  private @Nullable String repro;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Clean trials that make a revision good (default: ${DEFAULT-VALUE}).")
  private int trials = ENOUGH;

  @Option(names = "--out", paramLabel = "DIR", description = "Where run folders go.")
  private Path out = Path.of("runs");

  @Option(names = "--verbose", description = "Print every event.")
  private boolean verbose;

  BisectRunCommand() {}

  @Override
  public Integer call() throws IOException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    try {
      return step(line.getOut());
    } catch (UserError | InfraError e) {
      Errors.log(e);
      // Neither may be taken for an answer.
      line.getErr().println("kverdict: " + e.getMessage());
      return STOP;
    }
  }

  private int step(PrintWriter terminal) throws IOException {
    if (trials < 1 || trials > 10_000) {
      throw new UserError("--trials " + trials, "is out of range", "use 1 to 10000");
    }
    Matrix read = MatrixReader.read(Objects.requireNonNull(matrix));
    CampaignOptions options = CampaignOptions.of(read).withTrials(trials).writingTo(out);
    Path folder = Files.createTempDirectory("kverdict");
    Path diff = folder.resolve("revision.patch");
    try {
      PatchDef change = change(diff, folder);
      Bisection.Judged judged =
          BisectStep.run(
              read,
              options,
              Environment.ofSystem().loggedBy(RunLog::begin),
              kernel,
              repro,
              change,
              new EventPrinter(terminal, verbose));
      terminal.printf("%s: %s%n", judged.answer(), judged.reason());
      terminal.flush();
      return judged.answer().exitCode();
    } finally {
      Files.deleteIfExists(diff);
      Files.deleteIfExists(folder);
    }
  }

  /** What leads from the base to the tree as it is, uncommitted changes included. */
  private @Nullable PatchDef change(Path diff, Path folder) throws IOException {
    Lane lane = new HostLane();
    Path top = tree.toAbsolutePath().normalize();
    CommandResult made =
        lane.run(
            Command.of(
                    top,
                    "git",
                    "diff",
                    "--no-ext-diff",
                    "--no-color",
                    "--src-prefix=a/",
                    "--dst-prefix=b/",
                    "--binary",
                    "--output=" + diff,
                    "--end-of-options",
                    Objects.requireNonNull(base),
                    "--")
                .asChore()
                .reading(top)
                .writing(folder)
                .within(DIFF));
    if (!made.ok()) {
      throw new UserError("--base " + base, made.summary(), "name a revision of " + top);
    }
    return Files.size(diff) == 0
        ? null
        : new PatchDef("revision", PatchSet.read(List.of(diff)), Map.of());
  }
}
