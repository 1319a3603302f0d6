package dev.kverdict.record;

import java.util.List;

/**
 * Everything a run found, for the reports.
 *
 * @param caseName the case
 * @param verdicts one per cell, in the order of the case
 * @param patches one per kernel and patch
 * @param claims one per claim of the case that was settled
 * @param necessities one per patch of each series, when that was asked for
 * @param scope what the verdicts are about
 * @param facts how the run was made
 * @param discarded the snapshots that were discarded
 * @param trials every trial, in the order in which they ended
 */
public record RunResult(
    String caseName,
    List<JudgedVerdict> verdicts,
    List<PatchResult> patches,
    List<ClaimResult> claims,
    List<Necessity> necessities,
    Scope scope,
    RunFacts facts,
    List<DiscardedMachine> discarded,
    List<TrialLine> trials) {

  public RunResult {
    verdicts = List.copyOf(verdicts);
    patches = List.copyOf(patches);
    claims = List.copyOf(claims);
    necessities = List.copyOf(necessities);
    discarded = List.copyOf(discarded);
    trials = List.copyOf(trials);
  }
}
