package dev.kverdict.verdict;

import java.util.List;

/**
 * Plans how many trials of the control and of the patched kernel a verdict needs. Everything
 * follows from counts: the plan uses neither clock nor random numbers.
 *
 * <p>The control is examined after 5, 10, 20, 40 and 80 trials. It stops at the first look at which
 * it has failed and the clean patched trials this requires are no more than allowed. The failure
 * rate is then bounded from below at the level 1 - (1 - confidence) / 5, because each of up to five
 * looks might have been a lucky one (Bonferroni). The number of patched trials follows from that
 * bound at the asked confidence. By exact enumeration, a patch that does nothing is then judged
 * fixed in at most 1 - confidence of cases at every rate.
 *
 * @param confidence the asked confidence, between 0.5 and 1
 * @param level the level of the lower bound of the control's failure rate
 * @param maxTrials the most trials of one side
 * @param fixed whether each side has exactly that many
 */
public record TrialPlan(double confidence, double level, int maxTrials, boolean fixed) {

  private static final List<Integer> LOOKS = List.of(5, 10, 20, 40, 80);
  private static final int GUARD_TRIALS = 5;

  /**
   * The counts of a side so far.
   *
   * @param trials trials that say something about the guest
   * @param failures those of them that failed as expected
   */
  public record Counts(int trials, int failures) {}

  /**
   * Creates a plan with as many trials as needed.
   *
   * @param confidence the asked confidence, between 0.5 and 1
   * @param maxTrials the most trials of one side
   */
  public static TrialPlan of(double confidence, int maxTrials) {
    return new TrialPlan(confidence, 1 - (1 - confidence) / LOOKS.size(), maxTrials, false);
  }

  /** Creates a plan with exactly this many trials per side: a single look with the whole level. */
  public static TrialPlan fixed(int trials, double confidence) {
    return new TrialPlan(confidence, confidence, trials, true);
  }

  /** Returns whether the number of trials is fixed. */
  public boolean isFixed() {
    return fixed;
  }

  /** Returns how many control trials to have next; the present number if they are enough. */
  public int controlTrials(Counts control) {
    if (fixed) {
      return maxTrials;
    }
    int n = control.trials();
    if (n > 0 && control.failures() > 0 && needed(control) <= maxTrials) {
      return n;
    }
    return LOOKS.stream()
        .map(look -> Math.min(look, maxTrials))
        .filter(look -> look > n)
        .findFirst()
        .orElse(n);
  }

  /** Returns how many trials a control gets that never fails. */
  public int mostControlTrials() {
    return fixed ? maxTrials : Math.min(LOOKS.get(LOOKS.size() - 1), maxTrials);
  }

  /** Returns how many patched trials to run, given the control's. */
  public int patchedTrials(Counts control) {
    return fixed ? maxTrials : Math.min(maxTrials, needed(control));
  }

  /** Returns how many trials a guard gets, on either side: no statistics apply to it. */
  public int guardTrials() {
    return fixed ? maxTrials : Math.min(maxTrials, GUARD_TRIALS);
  }

  /**
   * Returns how many clean patched trials the asked confidence needs.
   *
   * @return the number; {@link Integer#MAX_VALUE} if the control never failed
   */
  public int needed(Counts control) {
    return Bound.cleanTrialsNeeded(
        Bound.lowerRate(control.failures(), control.trials(), level), confidence);
  }

  /**
   * Returns whether to alternate control and patched trials: if the control fails only at times, a
   * change in the host's speed must not look like an effect of the patch.
   */
  public boolean interleave(Counts control) {
    return !fixed && control.failures() > 0 && control.failures() < control.trials();
  }
}
