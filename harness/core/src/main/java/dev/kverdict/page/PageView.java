package dev.kverdict.page;

import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that the page of a run shows.
 *
 * @param result the run's result
 * @param patches its patches on its kernels, in the order of the case
 * @param findings its findings, by standing
 * @param digests digests of the inputs of trials: by kernel under test, then by name
 * @param happened notes and builds of the run, a line each
 * @param others trials that belong to no cell: of claims, canaries and the like
 */
record PageView(
    RunResult result,
    List<PatchView> patches,
    List<FindingView> findings,
    Map<String, Map<String, String>> digests,
    List<String> happened,
    List<TrialView> others) {

  PageView {
    patches = List.copyOf(patches);
    findings = List.copyOf(findings);
    happened = List.copyOf(happened);
    others = List.copyOf(others);
  }

  /** Returns the question, around the name of the case. */
  String question() {
    long named = patches.stream().filter(patch -> !patch.isControl()).count();
    if (named == 0) {
      return "Is the bug there without a patch?";
    }
    long different = patches.stream().map(PatchView::patch).distinct().count();
    return different == 1 ? "Does this patch fix the bug?" : "Which of these patches fix the bug?";
  }

  /** Returns the confidence that was asked for: {@code 95 %}. */
  String confidence() {
    return Amount.share(result.facts().confidence());
  }

  /** Returns the duration of the run. */
  String took() {
    return Amount.micros(result.facts().millis() * 1000);
  }

  /** Returns the start to the minute, in UTC. */
  String started() {
    String start = result.facts().started();
    return start.length() < 16 ? start : start.substring(0, 16).replace('T', ' ') + " UTC";
  }

  /** Returns the kernels in words. */
  String kernels() {
    List<String> releases =
        result.scope().kernels().stream().map(Scope.Kernel::release).distinct().toList();
    return releases.isEmpty() ? "" : "Linux " + String.join(", ", releases);
  }

  /** Returns the findings of a standing. */
  List<FindingView> findings(JudgedFinding.Status status) {
    return findings.stream().filter(found -> found.status() == status).toList();
  }

  /** Returns all cells. */
  Stream<CellView> cells() {
    return patches.stream().flatMap(patch -> patch.cells().stream());
  }

  /** Returns whether any cell has a p-value. */
  boolean compares() {
    return cells().anyMatch(cell -> cell.verdict().pValue() != null);
  }

  /** Returns the command that repeats the run. */
  String again() {
    List<String> names =
        patches.stream().map(PatchView::patch).filter(p -> !p.equals(Verdict.CONTROL)).toList();
    String which = names.isEmpty() ? " --kernel unpatched" : "";
    if (names.stream().distinct().count() == 1) {
      which = " --patch " + names.get(0);
    }
    return "./kverdict verify " + result.scope().matrix() + which;
  }
}
