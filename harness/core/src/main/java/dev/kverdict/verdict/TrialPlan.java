package dev.kverdict.verdict;

import java.util.List;

/** How many trials of the control and of the patched kernel a verdict takes. */
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

  public record Counts(int trials, int failures) {}

  public static TrialPlan of(double confidence, int maxTrials) {
    return new TrialPlan(confidence, 1 - (1 - confidence) / LOOKS.size(), maxTrials, false);
  }

  public static TrialPlan fixed(int trials, double confidence) {
    return new TrialPlan(confidence, confidence, trials, true);
  }

  public boolean isFixed() {
    return fixed;
  }

  public int maxTrials() {
    return maxTrials;
  }

  public int controlTrials(Counts control) {
    if (fixed) {
      return maxTrials;
    }
    int n = control.trials();
    if (n > 0 && control.failures() > 0 && needed(control) <= maxTrials) {
      return n;
    }
    return LOOKS.stream().map(l -> Math.min(l, maxTrials)).filter(l -> l > n).findFirst().orElse(n);
  }

  public int patchedTrials(Counts control) {
    return fixed ? maxTrials : Math.min(maxTrials, needed(control));
  }

  public int guardTrials() {
    return fixed ? maxTrials : Math.min(maxTrials, GUARD_TRIALS);
  }

  public int needed(Counts control) {
    return Bound.cleanTrialsNeeded(
        Bound.lowerRate(control.failures(), control.trials(), level), confidence);
  }

  public boolean interleave(Counts control) {
    return !fixed && control.failures() > 0 && control.failures() < control.trials();
  }
}
