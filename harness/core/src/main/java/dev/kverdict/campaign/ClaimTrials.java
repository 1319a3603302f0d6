package dev.kverdict.campaign;

import dev.kverdict.evidence.LineEvidence;
import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.ClaimDef.Experiment;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.KernelUnderTest;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.Outcome;
import dev.kverdict.sampling.CellTrials;
import dev.kverdict.verdict.Claims;
import dev.kverdict.verdict.Counting;
import dev.kverdict.verdict.Exposure;
import dev.kverdict.verdict.TrialPlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs the experiments of claims.
 *
 * @param claims says on which kernel an experiment runs, and with which patch
 * @param runs what runs on each kernel, by its name
 * @param board where the verdicts on patches are
 */
record ClaimTrials(
    CampaignClaims claims,
    Map<String, KernelRun> runs,
    TrialPlan plan,
    LineEvidence lines,
    VerdictBoard board) {

  /** Waits for all experiments of a claim. */
  ClaimResult settle(ClaimDef claim) {
    return Claims.settle(claim, claim.experiments().stream().map(this::run).toList());
  }

  private Claims.Finding run(Experiment experiment) {
    return switch (experiment.expect()) {
      case CRASH, NO_CRASH, CHECK_FAILS -> failure(experiment);
      case EXECUTED, NOT_EXECUTED -> executions(experiment);
      case SUFFICIENT ->
          Claims.sufficient(
              Objects.requireNonNull(experiment.patch()),
              claims.cellsOf(experiment, board.cells()).map(board::verdict).toList());
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
            .map(side -> side.exposed(Exposure.of(base, control)))
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

  private Optional<KernelUnderTest> side(Experiment experiment) {
    return kernel(experiment)
        .side(claims.patchOf(experiment), Objects.requireNonNull(experiment.variant()));
  }

  private KernelRun kernel(Experiment experiment) {
    return Objects.requireNonNull(runs.get(claims.kernelOf(experiment).name()));
  }

  private static String where(Experiment experiment) {
    ReproducerDef variant = Objects.requireNonNull(experiment.variant());
    ReproducerDef base = Objects.requireNonNull(experiment.base());
    StringBuilder how = new StringBuilder(base.name());
    variant
        .program()
        .define()
        .forEach(
            (macro, value) -> {
              if (!value.equals(base.program().define().get(macro))) {
                how.append(' ').append(macro).append('=').append(value);
              }
            });
    return how + " on " + (experiment.patch() == null ? "the control" : experiment.patch());
  }
}
