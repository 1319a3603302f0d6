package dev.kverdict.verdict;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The outcomes of one side of a cell, counted. */
final class Trials {

  private final List<Outcome> outcomes;
  private final List<String> accepts;

  /**
   * Counts outcomes.
   *
   * @param accepts refusals that count as clean: {@code STEP} or {@code STEP:ERRNO}
   */
  Trials(List<Outcome> outcomes, List<String> accepts) {
    this.outcomes = outcomes;
    this.accepts = accepts;
  }

  List<Outcome> outcomes() {
    return outcomes;
  }

  /** Whether the case calls this refusal a right way to fix the bug. */
  boolean accepted(Outcome outcome) {
    if (outcome.kind() != Outcome.Kind.REFUSED) {
      return false;
    }
    String step = outcome.title().replaceFirst(":.*", "");
    return accepts.contains(outcome.title()) || accepts.contains(step);
  }

  int failures() {
    return count(Outcome.Kind.FAILED_AS_EXPECTED);
  }

  int clean() {
    return count(Outcome.Kind.CLEAN) + (int) outcomes.stream().filter(this::accepted).count();
  }

  /** Trials that say something about the guest. */
  int counted() {
    return outcomes.size() - count(Outcome.Kind.INFRA);
  }

  /** How far the longest-living trial came, in steps. */
  int furthest() {
    return outcomes.stream().mapToInt(Outcome::stepsPassed).max().orElse(0);
  }

  /** Whether any trial ended the same way. */
  boolean shows(Outcome other) {
    return outcomes.stream()
        .anyMatch(o -> o.kind() == other.kind() && o.title().equals(other.title()));
  }

  String firstTitle(Outcome.Kind kind) {
    return outcomes.stream()
        .filter(o -> o.kind() == kind)
        .map(Outcome::title)
        .findFirst()
        .orElse("");
  }

  String firstDetail(Outcome.Kind kind) {
    return outcomes.stream()
        .filter(o -> o.kind() == kind)
        .map(Outcome::detail)
        .findFirst()
        .orElse("");
  }

  /** {@code 4 x CLEAN, 1 x HUNG (task hung)}. */
  String summary() {
    Map<String, Long> counts =
        outcomes.stream()
            .collect(
                Collectors.groupingBy(
                    o -> o.kind() + (o.title().isEmpty() ? "" : " (" + o.title() + ")"),
                    TreeMap::new,
                    Collectors.counting()));
    return counts.entrySet().stream()
        .map(e -> e.getValue() + " x " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  Verdict.Tally tally() {
    return new Verdict.Tally(counted(), failures(), clean());
  }

  private int count(Outcome.Kind kind) {
    return (int) outcomes.stream().filter(o -> o.kind() == kind).count();
  }
}
