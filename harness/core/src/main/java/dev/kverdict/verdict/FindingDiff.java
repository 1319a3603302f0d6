package dev.kverdict.verdict;

import dev.kverdict.record.Finding;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedFinding.Status;
import dev.kverdict.record.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Attributes the findings of a cell to the patch or to the kernel without it. */
record FindingDiff(
    List<Outcome> control, List<Outcome> patched, List<Finding> known, Spared spared) {

  /** The earliest place counts: a control that passed it would have shown the finding there. */
  private static final Comparator<Finding> EARLIEST =
      Comparator.comparingInt(Finding::place)
          .thenComparing(Finding::kind)
          .thenComparing(Finding::title)
          .thenComparing(Finding::step)
          .thenComparing(Finding::detail);

  /**
   * Returns every finding of either side, once.
   *
   * @param known findings of the same kernel without the patch under the case's other programs
   * @param spared what the control would have shown had it lived longer
   */
  static List<JudgedFinding> of(
      List<Outcome> control, List<Outcome> patched, List<Finding> known, Spared spared) {
    return new FindingDiff(control, patched, known, spared).judged();
  }

  private List<JudgedFinding> judged() {
    List<Finding> distinct = new ArrayList<>();
    Stream.of(patched, control)
        .flatMap(side -> side.stream().flatMap(o -> o.findings().stream()).sorted(EARLIEST))
        .filter(finding -> distinct.stream().noneMatch(finding::same))
        .forEach(distinct::add);
    return distinct.stream()
        .map(
            finding ->
                new JudgedFinding(
                    finding, status(finding), count(control, finding), count(patched, finding)))
        .toList();
  }

  private Status status(Finding finding) {
    if (count(patched, finding) == 0) {
      return patched.stream().anyMatch(outcome -> outcome.passed(finding.place()))
          ? Status.GONE
          : Status.PRE_EXISTING;
    }
    if (count(control, finding) > 0
        || known.stream().anyMatch(finding::same)
        || spared.findings().stream().anyMatch(finding::same)) {
      return Status.PRE_EXISTING;
    }
    return Stream.concat(control.stream(), spared.outcomes().stream())
            .anyMatch(outcome -> outcome.passed(finding.place()))
        ? Status.NEW
        : Status.UNMASKED;
  }

  private static int count(List<Outcome> outcomes, Finding finding) {
    return (int)
        outcomes.stream().filter(o -> o.findings().stream().anyMatch(finding::same)).count();
  }
}
