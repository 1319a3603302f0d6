package dev.kverdict.record;

import java.util.List;
import java.util.Map;

/**
 * Everything a run found, for the reports.
 *
 * @param caseName the case
 * @param verdicts one per cell, in the order of the matrix
 * @param patches one per kernel and patch
 * @param claims one per claim of the matrix that was settled
 * @param necessities one per patch of each series, when that was asked for
 * @param scope what the verdicts are about
 * @param run facts about the run by name: {@code version}, {@code started} (ISO 8601), {@code
 *     seconds}, {@code cage} (how programs were caged), {@code accelerator}, {@code machine},
 *     {@code qemu}, {@code trials} (a side), {@code trialsRun}, {@code trialsFromStore}, {@code
 *     confidence}, {@code folder}
 */
public record RunResult(
    String caseName,
    List<JudgedVerdict> verdicts,
    List<PatchResult> patches,
    List<ClaimResult> claims,
    List<Necessity> necessities,
    Scope scope,
    Map<String, String> run) {

  public RunResult {
    verdicts = List.copyOf(verdicts);
    patches = List.copyOf(patches);
    claims = List.copyOf(claims);
    necessities = List.copyOf(necessities);
    run = Map.copyOf(run);
  }
}
