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
import dev.kverdict.record.TrialId;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.sampling.CellTrials;
import dev.kverdict.verdict.ShownFailure;
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
   * @param last what the last trial showed
   * @param trials the number of trials
   */
  public record Found(ShownFailure last, int trials) {}

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
      ShownFailure shown = ShownFailure.of(from.evidence(TrialId.PLAIN, number, number).get(0));
      if (shown.failed() || !shown.instead().isEmpty() || number == TRIALS) {
        return new Found(shown, number);
      }
    }
  }
}
