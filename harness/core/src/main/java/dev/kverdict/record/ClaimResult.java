package dev.kverdict.record;

import java.util.List;
import java.util.Objects;

/**
 * The result of a claim's experiments.
 *
 * @param id its short name
 * @param says the statement
 * @param outcome whether the experiments confirm it
 * @param reasons the result of each experiment, with its trials and counts
 */
public record ClaimResult(String id, String says, Outcome outcome, List<String> reasons) {

  /** The outcomes, the one that decides a claim of several experiments last. */
  public enum Outcome {
    CONFIRMED,
    UNDECIDED,
    REFUTED
  }

  public ClaimResult {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(says, "says");
    Objects.requireNonNull(outcome, "outcome");
    reasons = List.copyOf(reasons);
  }
}
