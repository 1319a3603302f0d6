package dev.kverdict.verdict;

import java.util.List;

/**
 * How many trials of the control and of the patched kernel a verdict takes. Everything follows from
 * counts: the plan knows no clock and no luck.
 *
 * <p>The control is looked at after 5, 10, 20, 40 and 80 trials. At the first look at which it has
 * failed, and the clean patched trials that this asks for are no more than allowed, it is enough.
 * The rate of failure is then bounded from below at the level 1 - (1 - confidence) / 5, because
 * there were up to five looks and each of them might have been a lucky one (Bonferroni). The number
 * of patched trials follows from that bound at the asked confidence. By exact enumeration, a patch
 * that does nothing then comes out as fixed in at most 1 - confidence of cases at every rate.
 */
public final class TrialPlan {

  private static final List<Integer> LOOKS = List.of(5, 10, 20, 40, 80);
  private static final int GUARD_TRIALS = 5;

  private final double confidence;
  private final double level;
  private final int maxTrials;
  private final boolean fixed;

  private TrialPlan(double confidence, double level, int maxTrials, boolean fixed) {
    this.confidence = confidence;
    this.level = level;
    this.maxTrials = maxTrials;
    this.fixed = fixed;
  }

  /**
   * How a side did so far.
   *
   * @param trials trials that say something about the guest
   * @param failures how many of them failed as expected
   */
  public record Counts(int trials, int failures) {}

  /**
   * As many trials as it takes.
   *
   * @param confidence the asked confidence, between 0.5 and 1
   * @param maxTrials the most trials of one side
   */
  public static TrialPlan of(double confidence, int maxTrials) {
    return new TrialPlan(confidence, 1 - (1 - confidence) / LOOKS.size(), maxTrials, false);
  }

  /** Exactly so many trials a side: one look, which has the whole level to itself. */
  public static TrialPlan fixed(int trials, double confidence) {
    return new TrialPlan(confidence, confidence, trials, true);
  }

  /** Whether somebody gave the number of trials. */
  public boolean isFixed() {
    return fixed;
  }

  /** The most trials of one side. */
  public int maxTrials() {
    return maxTrials;
  }

  /** How many control trials there should be next; as many as there are when that is enough. */
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

  /** How many trials the control gets when it never fails. */
  public int mostControlTrials() {
    return fixed ? maxTrials : Math.min(LOOKS.get(LOOKS.size() - 1), maxTrials);
  }

  /** How many patched trials to run, given the control's. */
  public int patchedTrials(Counts control) {
    return fixed ? maxTrials : Math.min(maxTrials, needed(control));
  }

  /** How many trials of a guard, on either side: it is not a matter of statistics. */
  public int guardTrials() {
    return fixed ? maxTrials : Math.min(maxTrials, GUARD_TRIALS);
  }

  /**
   * How many clean patched trials the asked confidence takes.
   *
   * @return {@link Integer#MAX_VALUE} when the control never failed
   */
  public int needed(Counts control) {
    return Bound.cleanTrialsNeeded(
        Bound.lowerRate(control.failures(), control.trials(), level), confidence);
  }

  /**
   * Whether control and patched trials should alternate: when the control fails only at times, a
   * host that becomes slower or faster meanwhile must not pass for what the patch did.
   */
  public boolean interleave(Counts control) {
    return !fixed && control.failures() > 0 && control.failures() < control.trials();
  }
}
