package dev.kverdict.truth;

import dev.kverdict.verdict.Interval;
import java.util.List;

/**
 * How often a rule gave each answer.
 *
 * @param passes patches that pass
 * @param refuses patches that are refused
 * @param undecided patches of which the rule itself says that it cannot tell
 * @param missing patches for which it would need more than there is
 * @param blind patches of which it sees nothing
 */
public record Tally(int passes, int refuses, int undecided, int missing, int blind) {

  private static final double CONFIDENCE = 0.95;

  static Tally of(List<PatchTruth> patches, Rule rule) {
    return new Tally(
        count(patches, rule, Answer.Kind.PASSES),
        count(patches, rule, Answer.Kind.REFUSES),
        count(patches, rule, Answer.Kind.UNDECIDED),
        count(patches, rule, Answer.Kind.MISSING),
        count(patches, rule, Answer.Kind.BLIND));
  }

  private static int count(List<PatchTruth> patches, Rule rule, Answer.Kind kind) {
    return (int) patches.stream().filter(patch -> patch.answer(rule).kind() == kind).count();
  }

  /** Returns on how many patches the rule has answered. */
  public int answered() {
    return passes + refuses + undecided;
  }

  /** Returns an exact interval of 95 % for the rate of passes among the answers. */
  public Interval passRate() {
    return Interval.of(passes, answered(), CONFIDENCE);
  }

  /** Returns an exact interval of 95 % for the rate of refusals among the answers. */
  public Interval refusalRate() {
    return Interval.of(refuses, answered(), CONFIDENCE);
  }
}
