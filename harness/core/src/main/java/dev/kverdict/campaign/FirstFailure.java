package dev.kverdict.campaign;

import dev.kverdict.UserError;
import dev.kverdict.build.KernelBuilder;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.pool.KernelUnderTest;
import dev.kverdict.pool.Threads;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.StepResult;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.sampling.CellTrials;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how a program fails on a control, if nobody said so: the first failure that it shows.
 * The trials are the first of a run that follows, which finds them in the store.
 */
public final class FirstFailure {

  /** What a reproducer is said to fail by until it is known; no kernel reports it. */
  public static final String UNKNOWN = "not known yet";

  /** A bug that shows up less often has to be named, so that the control can be tried longer. */
  private static final int TRIALS = 10;

  private FirstFailure() {}

  /**
   * A failure, or none.
   *
   * @param crash the title of the kernel's report, or null if that was not it
   * @param check the program's check that failed, or null if that was not it
   * @param trials the number of trials until then
   * @param instead what the last trial showed that is no failure to look for again; empty for
   *     nothing
   * @param steps the steps that the program reported in the last trial, without the agent's
   */
  public record Found(
      @Nullable String crash,
      @Nullable String check,
      int trials,
      String instead,
      List<String> steps) {

    public Found {
      steps = List.copyOf(steps);
    }

    /** Returns whether there was a failure. */
    public boolean failed() {
      return crash != null || check != null;
    }
  }

  /**
   * Builds the only kernel of a matrix without a patch, and runs its only reproducer.
   *
   * @param listener is passed every event, from several threads
   * @throws UserError if the kernel does not build
   */
  public static Found find(
      Matrix matrix, CampaignOptions options, Environment environment, Consumer<Event> listener) {
    KernelDef kernel = matrix.kernels().values().iterator().next();
    ReproducerDef program = matrix.reproducers().values().iterator().next();
    RunFolder folder = environment.begin(options.runs(), matrix.caseName() + "-control");
    CellTrials none = new CellTrials(options.plan(), 1, () -> true, listener);
    try (Threads threads = new Threads(options.effort().jobs());
        CampaignResources resources =
            new CampaignResources(
                environment, matrix, List.of(program), options, folder, threads, listener)) {
      KernelRun run = resources.run(kernel, program, none);
      Optional<KernelUnderTest> side = run.side(null, program);
      if (side.isEmpty()) {
        throw unbuilt(kernel, run.built(null).outcome(), folder.path());
      }
      return find(side.get(), options.restoring());
    }
  }

  /** Returns whether the control of a matrix with one kernel need not be built again. */
  public static boolean isBuilt(Matrix matrix, Environment environment) {
    KernelDef kernel = matrix.kernels().values().iterator().next();
    return new KernelBuilder(
            environment.lane(), environment.openStore(), (name, step, objects) -> {})
        .isKept(kernel);
  }

  private static UserError unbuilt(KernelDef kernel, BuildOutcome outcome, Path folder) {
    String first = outcome.lines().isEmpty() ? "make failed" : outcome.lines().get(0);
    return new UserError(
        "the control of " + kernel.name(), "does not build: " + first, "see " + folder);
  }

  private static Found find(KernelUnderTest side, boolean restoring) {
    KernelUnderTest from = restoring ? side : side.booting();
    Found found = new Found(null, null, 0, "", List.of());
    for (int number = 1; number <= TRIALS; number++) {
      found = of(from.evidence(TrialId.PLAIN, number, number).get(0), number);
      if (found.failed() || !found.instead().isEmpty()) {
        break;
      }
    }
    return found;
  }

  /** Returns what a trial shows. */
  static Found of(Trial trial, int number) {
    Outcome outcome = trial.outcome();
    AgentRecord agent = trial.evidence().agent();
    List<String> steps =
        agent.steps().stream()
            .map(StepResult::name)
            .filter(name -> !name.equals(StepResult.MOUNT))
            .toList();
    String check = failedCheck(agent).orElse("");
    boolean reported =
        trial.evidence().crashes().stream()
            .filter(report -> !report.corrupted())
            .map(CrashReport::title)
            .anyMatch(outcome.title()::equals);
    if (reported) {
      return new Found(outcome.title(), null, number, "", steps);
    }
    if (!check.isEmpty() && outcome.title().equals("check " + check)) {
      return new Found(null, check, number, "", steps);
    }
    String warning = warning(outcome).orElse("");
    boolean clean = outcome.kind() == Outcome.Kind.CLEAN;
    return warning.isEmpty()
        ? new Found(null, null, number, clean ? "" : outcome.detail(), steps)
        : new Found(warning, null, number, "", steps);
  }

  private static Optional<String> failedCheck(AgentRecord agent) {
    return agent.steps().stream()
        .filter(step -> !step.ok() && step.errno() == null)
        .map(StepResult::name)
        .findFirst();
  }

  /** A report that the kernel outlives is a failure, too, if nothing worse came. */
  private static Optional<String> warning(Outcome outcome) {
    return outcome.findings().stream()
        .filter(
            finding ->
                finding.kind() == Finding.Kind.KERNEL_WARNING
                    || finding.kind() == Finding.Kind.LOCKDEP)
        .filter(finding -> !finding.step().equals(Finding.BOOT))
        .map(Finding::title)
        .findFirst();
  }
}
