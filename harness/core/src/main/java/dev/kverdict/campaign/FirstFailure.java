package dev.kverdict.campaign;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.build.KernelBuilder;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.KernelUnderTest;
import dev.kverdict.pool.Threads;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.sampling.CellTrials;
import dev.kverdict.verdict.ShownFailure;
import dev.kverdict.verdict.Watched;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
   * What the control showed.
   *
   * @param trial the last trial
   * @param last what that showed
   * @param trials the number of trials
   * @param watched what the program could not do, if nothing was shown and it says nothing
   */
  public record Found(Trial trial, ShownFailure last, int trials, Watched watched) {

    private boolean over() {
      return last.failed()
          || !last.instead().isEmpty()
          || trial.outcome().kind() == Outcome.Kind.FAILED_AS_EXPECTED;
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
      Found found = find(side.get(), options.restoring());
      return found.over()
          ? found
          : new Found(found.trial(), found.last(), found.trials(), run.watched(program));
    }
  }

  /** Returns whether the control of a matrix with one kernel need not be built again. */
  public static boolean isBuilt(Matrix matrix, Environment environment) {
    KernelDef kernel = matrix.kernels().values().iterator().next();
    return new KernelBuilder(
            environment.lane(), environment.openStore(), (name, step, objects) -> {})
        .isKept(kernel);
  }

  /** A tree that does not compile is the user's; a host that cannot compile is not. */
  private static RuntimeException unbuilt(KernelDef kernel, BuildOutcome outcome, Path folder) {
    String first = outcome.lines().isEmpty() ? "make failed" : outcome.lines().get(0);
    String what = "the control of " + kernel.name();
    return outcome.kind() == BuildOutcome.Kind.HOST_FAULT
        ? new InfraError(what + " was not built: " + first)
        : new UserError(what, "does not build: " + first, "see " + folder);
  }

  private static Found find(KernelUnderTest side, boolean restoring) {
    KernelUnderTest from = restoring ? side : side.booting();
    for (int number = 1; ; number++) {
      Trial trial = from.evidence(TrialId.PLAIN, number, number).get(0);
      Found found = new Found(trial, ShownFailure.of(trial), number, Watched.NONE);
      if (found.over() || number == TRIALS) {
        return found;
      }
    }
  }
}
