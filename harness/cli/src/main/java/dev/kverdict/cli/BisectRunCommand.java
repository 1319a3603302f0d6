package dev.kverdict.cli;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.campaign.BisectStep;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.host.ShortLived;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.run.Environment;
import dev.kverdict.verdict.Bisection;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one step of a bisection and exits with good, bad or skip, as git bisect run expects. */
@CommandLine.Command(
    name = "bisect-run",
    description = {
      "Finds out whether the checked-out revision has the bug.",
      "For git bisect run: exit code 0 good, 1 bad, 125 skip, 128 stop (wrong usage, broken host)."
    },
    exitCodeOnInvalidInput = BisectRunCommand.STOP,
    exitCodeOnExecutionException = BisectRunCommand.STOP,
    mixinStandardHelpOptions = true)
final class BisectRunCommand implements Callable<Integer> {

  /** git bisect run takes 1 to 127 except 125 for bad, and stops above 127 (git-bisect(1)). */
  static final int STOP = 128;

  private static final Duration DIFF = Duration.ofMinutes(5);
  private static final int ENOUGH = 5;

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(paramLabel = "MATRIX", description = "The matrix file.")
  private @Nullable Path matrix;

  @Option(
      names = "--base",
      paramLabel = "REV",
      required = true,
      description = "The revision of the matrix's kernel; every build starts from its build.")
  private @Nullable String base;

  @Option(names = "--tree", paramLabel = "DIR", description = "The git tree (default: here).")
  private Path tree = Path.of("");

  @Option(names = "--kernel", paramLabel = "NAME", description = "The kernel of the matrix.")
  private @Nullable String kernel;

  @Option(names = "--repro", paramLabel = "NAME", description = "The reproducer.")
  private @Nullable String repro;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Clean trials that make a revision good (default: ${DEFAULT-VALUE}).")
  private int trials = ENOUGH;

  @Mixin private final ViewOptions view = new ViewOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory for run directories (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("runs");

  @Override
  public Integer call() throws IOException {
    try (RunWatch watch = view.open(terminal, Objects.requireNonNull(matrix))) {
      return step(watch);
    } catch (UserError | InfraError e) {
      Errors.log(e);
      // Neither may be taken for an answer.
      terminal.line().getErr().println("kverdict: " + Errors.said(e));
      return STOP;
    }
  }

  private int step(RunWatch watch) throws IOException {
    int clean = Terminal.inRange("--trials", trials, 10_000);
    Matrix read = MatrixReader.read(Objects.requireNonNull(matrix));
    CampaignOptions options = CampaignOptions.of(read).withTrials(clean).writingTo(out);
    Path directory = ShortLived.directory("kverdict");
    Path diff = directory.resolve("revision.patch");
    try {
      PatchDef change = change(diff, directory);
      Bisection.Judged judged =
          BisectStep.run(
              read,
              options,
              Environment.ofSystem().loggedBy(RunLog::begin).watchedBy(watch::glimpse),
              kernel,
              repro,
              change,
              watch);
      watch.close();
      terminal.print("%s: %s%n".formatted(judged.answer(), judged.reason()));
      return judged.answer().exitCode();
    } finally {
      ShortLived.delete(directory);
    }
  }

  /** Returns the changes from the base to the working tree, uncommitted ones included; or null. */
  private @Nullable PatchDef change(Path diff, Path directory) throws IOException {
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
                .writing(directory)
                .within(DIFF));
    if (!made.ok()) {
      throw new UserError("--base " + base, made.summary(), "name a revision of " + top);
    }
    return Files.size(diff) == 0
        ? null
        : new PatchDef("revision", PatchSet.read(List.of(diff)), Map.of());
  }
}
