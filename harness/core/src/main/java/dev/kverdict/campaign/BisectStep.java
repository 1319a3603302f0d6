package dev.kverdict.campaign;

import dev.kverdict.UserError;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.KernelUnderTest;
import dev.kverdict.pool.Threads;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.sampling.CellTrials;
import dev.kverdict.verdict.Bisection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says of one revision whether it has the bug, without comparing it to any other. */
public final class BisectStep {

  private BisectStep() {}

  /**
   * Builds and tries a revision.
   *
   * @param kernel the name of the kernel that the revision differs from, or null for the only one
   * @param repro the reproducer's name, or null for the only one
   * @param change what leads from that kernel to the revision; null when they are the same
   * @param listener told every event, from several threads
   * @throws UserError when a name is not in the matrix, or needed and missing
   */
  public static Bisection.Judged run(
      Matrix matrix,
      CampaignOptions options,
      Environment environment,
      @Nullable String kernel,
      @Nullable String repro,
      @Nullable PatchDef change,
      Consumer<Event> listener) {
    KernelDef base = chosen("--kernel", kernel, matrix.kernels(), KernelDef::name);
    ReproducerDef program = chosen("--repro", repro, matrix.reproducers(), ReproducerDef::name);
    if (change != null) {
      var unused = change.content().patches();
    }
    RunFolder folder = environment.begin(options.runs(), matrix.caseName() + "-bisect");
    CellTrials trials =
        new CellTrials(options.plan(), options.effort().jobs(), () -> false, listener);
    try (Threads threads = new Threads(options.effort().jobs());
        CampaignResources resources =
            new CampaignResources(
                environment, matrix, List.of(program), options, folder, threads, listener)) {
      KernelRun run = resources.run(base, program, trials);
      BuildOutcome build = run.built(change).outcome();
      // What changes nothing that can run is that kernel.
      boolean same = build.kind() == BuildOutcome.Kind.NO_CHANGE;
      Optional<KernelUnderTest> side = run.side(same ? null : change, program);
      String missed = run.selfTest().join().orElse(null);
      List<Outcome> outcomes =
          missed == null ? side.map(trials::untilFailure).orElse(List.of()) : List.of();
      return Bisection.judge(build, missed, outcomes);
    }
  }

  private static <T> T chosen(
      String option, @Nullable String name, Map<String, T> all, Function<T, String> nameOf) {
    String known = String.join(", ", all.values().stream().map(nameOf).toList());
    if (name == null && all.size() != 1) {
      throw new UserError(option, "the matrix has several", "choose one of " + known);
    }
    T found = name == null ? all.values().iterator().next() : all.get(name);
    if (found == null) {
      throw new UserError(option + " " + name, "is not in the matrix", "it has " + known);
    }
    return found;
  }
}
