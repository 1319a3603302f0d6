package dev.kverdict.verdict;

import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the control would have shown had it lived longer.
 *
 * @param baseline the outcomes of the control without the program
 * @param outcomes the outcomes of the control without the assertion that fired
 * @param how what was tried, or why something was not; one line for a person
 */
public record Spared(List<Outcome> baseline, List<Outcome> outcomes, String how) {

  /** Nothing was tried. */
  public static final Spared NONE = new Spared(List.of(), List.of(), "");

  public Spared {
    baseline = List.copyOf(baseline);
    outcomes = List.copyOf(outcomes);
    Objects.requireNonNull(how, "how");
  }

  /** Returns everything that was found wrong. */
  List<Finding> findings() {
    return Stream.of(baseline, outcomes)
        .flatMap(List::stream)
        .flatMap(outcome -> outcome.findings().stream())
        .toList();
  }
}
