package dev.kverdict.record;

import java.util.List;

/**
 * The whole result of a run, for the reports.
 *
 * @param caseName the case
 * @param verdicts one per cell, in the order of the case
 * @param patches one per kernel and patch
 * @param claims one per claim of the case that was settled
 * @param necessities one per patch of each series, if they were asked for
 * @param steps one per patch of each series, if they were asked for
 * @param scope the subject of the verdicts
 * @param facts facts about the run
 * @param discarded the snapshots that were discarded
 * @param trials every trial, in the order in which they ended
 * @param partial whether the run was ended before its time: then cells that it did not get to judge
 *     are undecided, and claims may be missing
 */
public record RunResult(
    String caseName,
    List<JudgedVerdict> verdicts,
    List<PatchResult> patches,
    List<ClaimResult> claims,
    List<Necessity> necessities,
    List<SeriesStep> steps,
    Scope scope,
    RunFacts facts,
    List<DiscardedMachine> discarded,
    List<TrialLine> trials,
    boolean partial) {

  /** Creates the result of a run that came to its end. */
  public RunResult(
      String caseName,
      List<JudgedVerdict> verdicts,
      List<PatchResult> patches,
      List<ClaimResult> claims,
      List<Necessity> necessities,
      List<SeriesStep> steps,
      Scope scope,
      RunFacts facts,
      List<DiscardedMachine> discarded,
      List<TrialLine> trials) {
    this(
        caseName,
        verdicts,
        patches,
        claims,
        necessities,
        steps,
        scope,
        facts,
        discarded,
        trials,
        false);
  }

  public RunResult {
    verdicts = List.copyOf(verdicts);
    patches = List.copyOf(patches);
    claims = List.copyOf(claims);
    necessities = List.copyOf(necessities);
    steps = steps == null ? List.of() : List.copyOf(steps); // a result of an older version
    discarded = List.copyOf(discarded);
    trials = List.copyOf(trials);
  }
}
