package dev.kverdict.campaign;

import dev.kverdict.matrix.ClaimDef;
import dev.kverdict.matrix.ClaimDef.Experiment;
import dev.kverdict.matrix.PatchDef;
import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.verdict.Claims;
import dev.kverdict.verdict.Counting;
import dev.kverdict.verdict.TrialPlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs the experiments of claims. */
final class ClaimTrials {

  private final Function<Experiment, KernelRun> kernels;
  private final Map<String, PatchDef> patches;
  private final TrialPlan plan;
  private final LineEvidence lines;
  private final Function<Experiment, List<Verdict>> verdicts;

  /**
   * @param kernels the kernel that an experiment runs on
   * @param verdicts waits for the verdicts on an experiment's patch
   */
  ClaimTrials(
      Function<Experiment, KernelRun> kernels,
      Map<String, PatchDef> patches,
      TrialPlan plan,
      LineEvidence lines,
      Function<Experiment, List<Verdict>> verdicts) {
    this.kernels = kernels;
    this.patches = patches;
    this.plan = plan;
    this.lines = lines;
    this.verdicts = verdicts;
  }

  /** Waits for all experiments of a claim. */
  ClaimResult settle(ClaimDef claim) {
    return Claims.settle(claim, claim.experiments().stream().map(this::run).toList());
  }

  private Claims.Finding run(Experiment experiment) {
    return switch (experiment.expect()) {
      case CRASH, NO_CRASH, CHECK_FAILS -> failure(experiment);
      case EXECUTED, NOT_EXECUTED -> executions(experiment);
      case SUFFICIENT ->
          Claims.sufficient(Objects.requireNonNull(experiment.patch()), verdicts.apply(experiment));
    };
  }

  private Claims.Finding failure(Experiment experiment) {
    KernelRun kernel = kernel(experiment);
    ReproducerDef base = Objects.requireNonNull(experiment.base());
    List<Outcome> control = kernel.controlTrials(base).join();
    int needed = plan.needed(Counting.ofControl(control));
    int trials = Math.max(plan.guardTrials(), Math.min(needed, plan.maxTrials()));
    List<Outcome> outcomes =
        side(experiment)
            .map(side -> Counting.pools(control) ? side : side.booting())
            .map(side -> CellTrials.variant(side, trials))
            .orElse(List.of());
    return Claims.failure(experiment.expect(), where(experiment), outcomes, needed);
  }

  private Claims.Finding executions(Experiment experiment) {
    LineEvidence.Count count =
        side(experiment)
            .map(
                side ->
                    lines.entries(
                        side,
                        Objects.requireNonNull(experiment.file()),
                        Objects.requireNonNull(experiment.function())))
            .orElse(new LineEvidence.Count(-1, "the kernel was not built"));
    return Claims.executions(experiment.expect(), where(experiment), count.hits(), count.how());
  }

  private Optional<Side> side(Experiment experiment) {
    return kernel(experiment).side(patch(experiment), Objects.requireNonNull(experiment.variant()));
  }

  private KernelRun kernel(Experiment experiment) {
    return kernels.apply(experiment);
  }

  private @Nullable PatchDef patch(Experiment experiment) {
    return experiment.patch() == null ? null : patches.get(experiment.patch());
  }

  private static String where(Experiment experiment) {
    ReproducerDef variant = Objects.requireNonNull(experiment.variant());
    ReproducerDef base = Objects.requireNonNull(experiment.base());
    StringBuilder how = new StringBuilder(base.name());
    variant
        .define()
        .forEach(
            (macro, value) -> {
              if (!value.equals(base.define().get(macro))) {
                how.append(' ').append(macro).append('=').append(value);
              }
            });
    return how + " on " + (experiment.patch() == null ? "the control" : experiment.patch());
  }
}
