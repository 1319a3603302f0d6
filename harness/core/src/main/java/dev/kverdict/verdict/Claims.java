package dev.kverdict.verdict;

import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.ClaimDef.Expectation;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import java.util.Comparator;
import java.util.List;

/** Settles claims by experiments. */
public final class Claims {

  private Claims() {}

  /** The result of an experiment, and why. */
  public record Finding(ClaimResult.Outcome outcome, String reason) {}

  /** Settles a claim: all its experiments must confirm it, any one refutes it. */
  public static ClaimResult settle(ClaimDef claim, List<Finding> findings) {
    ClaimResult.Outcome outcome =
        findings.stream()
            .map(Finding::outcome)
            .max(Comparator.naturalOrder())
            .orElse(ClaimResult.Outcome.UNDECIDED);
    return new ClaimResult(
        claim.id(), claim.says(), outcome, findings.stream().map(Finding::reason).toList());
  }

  /**
   * Judges a variant that was expected to fail like its reproducer, or not to.
   *
   * @param expect {@code CRASH}, {@code NO_CRASH} or {@code CHECK_FAILS}
   * @param where the kernel and the variant, for the reason
   * @param variant the variant's outcomes
   * @param needed number of clean trials that show that the variant does not fail as its reproducer
   *     does; {@link Integer#MAX_VALUE} if the reproducer itself never failed
   */
  public static Finding failure(
      Expectation expect, String where, List<Outcome> variant, int needed) {
    Trials trials = Trials.ofControl(variant);
    String seen = where + ": " + trials.summary();
    if (trials.failures() > 0) {
      boolean asked = expect != Expectation.NO_CRASH;
      return new Finding(
          asked ? ClaimResult.Outcome.CONFIRMED : ClaimResult.Outcome.REFUTED,
          "%s: fails in %d of %d trials".formatted(where, trials.failures(), trials.counted()));
    }
    if (trials.isEmpty() || trials.clean() < trials.counted() || trials.clean() < needed) {
      return new Finding(
          ClaimResult.Outcome.UNDECIDED,
          trials.clean() < trials.counted() || trials.isEmpty()
              ? seen + ", which says neither"
              : seen + ", too few to tell");
    }
    return new Finding(
        expect == Expectation.NO_CRASH
            ? ClaimResult.Outcome.CONFIRMED
            : ClaimResult.Outcome.REFUTED,
        "%s: clean in %d of %d trials".formatted(where, trials.clean(), trials.counted()));
  }

  /**
   * Judges a function that was expected to be executed, or not to be.
   *
   * @param expect {@code EXECUTED} or {@code NOT_EXECUTED}
   * @param where the kernel and the variant, for the reason
   * @param count how often it was entered; negative if not measurable
   * @param how what was counted, or why nothing was
   */
  public static Finding executions(Expectation expect, String where, long count, String how) {
    if (count < 0) {
      return new Finding(ClaimResult.Outcome.UNDECIDED, where + ": not measurable: " + how);
    }
    boolean asked = (count > 0) == (expect == Expectation.EXECUTED);
    return new Finding(
        asked ? ClaimResult.Outcome.CONFIRMED : ClaimResult.Outcome.REFUTED,
        "%s: %s, %d times".formatted(where, how, count));
  }

  /** Judges a patch that was claimed to be sufficient. */
  public static Finding sufficient(String patch, List<Verdict> verdicts) {
    List<Verdict> against =
        verdicts.stream().filter(v -> v.kind().verdictClass() != VerdictClass.PASS).toList();
    if (verdicts.isEmpty()) {
      return new Finding(ClaimResult.Outcome.UNDECIDED, patch + ": no verdict");
    }
    if (against.isEmpty()) {
      return new Finding(
          ClaimResult.Outcome.CONFIRMED, patch + ": all " + verdicts.size() + " verdicts pass");
    }
    Verdict first =
        against.stream()
            .filter(v -> v.kind().verdictClass() == VerdictClass.FAIL)
            .findFirst()
            .orElse(against.get(0));
    return new Finding(
        first.kind().verdictClass() == VerdictClass.FAIL
            ? ClaimResult.Outcome.REFUTED
            : ClaimResult.Outcome.UNDECIDED,
        "%s on %s: %s, %s".formatted(first.repro(), patch, first.kind(), first.reasons().get(0)));
  }
}
