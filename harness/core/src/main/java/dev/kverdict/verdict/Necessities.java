package dev.kverdict.verdict;

import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Necessity.Answer;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.List;

/** Judges whether a series needs each of its patches. */
public final class Necessities {

  private Necessities() {}

  /**
   * An answer.
   *
   * @param answer whether the patch is needed
   * @param reason what was seen without the patch
   */
  public record Judged(Answer answer, String reason) {}

  /**
   * A reproducer with the whole series and without one patch.
   *
   * @param whole the verdict on the series
   * @param without the verdict on the rest of the series
   */
  public record Pair(Verdict whole, Verdict without) {}

  /**
   * Judges a patch.
   *
   * @param rest the outcome of the build without the patch
   * @param pairs the reproducers; only those that the series fixes count
   */
  public static Judged judge(BuildOutcome rest, List<Pair> pairs) {
    return switch (rest.kind()) {
      case NO_CHANGE ->
          new Judged(Answer.NEEDED, "without it nothing is left that changes what runs");
      case PATCH_REJECTED, BUILD_FAILED, ALREADY_APPLIED ->
          new Judged(Answer.CANNOT_TELL, "the others do not stand without it: " + first(rest));
      case HOST_FAULT ->
          new Judged(Answer.CANNOT_TELL, "the others were not built: " + first(rest));
      case BUILT -> built(pairs);
    };
  }

  private static Judged built(List<Pair> pairs) {
    List<String> others = new ArrayList<>();
    List<String> fixed = new ArrayList<>();
    for (Pair pair : pairs) {
      if (pair.whole().kind() != VerdictKind.FIXED) {
        continue;
      }
      Verdict without = pair.without();
      if (without.kind() == VerdictKind.NOT_FIXED) {
        return new Judged(
            Answer.NEEDED,
            "without it %s is NOT_FIXED: %s".formatted(without.repro(), without.reasons().get(0)));
      }
      (without.kind() == VerdictKind.FIXED ? fixed : others)
          .add(without.repro() + " is " + without.kind());
    }
    if (!others.isEmpty() || fixed.isEmpty()) {
      return new Judged(
          Answer.CANNOT_TELL,
          others.isEmpty()
              ? "the series mends no reproducer"
              : "without it " + String.join(", ", others));
    }
    return new Judged(Answer.NOT_NEEDED, "without it " + String.join(", ", fixed));
  }

  private static String first(BuildOutcome outcome) {
    return outcome.lines().isEmpty() ? outcome.kind().name() : outcome.lines().get(0);
  }
}
