package dev.kverdict.verdict;

/**
 * An exact two-sided interval for a rate: every rate outside of it would give counts as extreme as
 * those that were seen with a probability of at most 1 - confidence, half of it on each side
 * (Clopper and Pearson, Biometrika 26, 1934).
 *
 * @param low its lower end, 0 if nothing happened
 * @param high its upper end, 1 if it always happened
 */
public record Interval(double low, double high) {

  /** Nothing was tried, so nothing is known. */
  private static final Interval UNKNOWN = new Interval(0, 1);

  /**
   * Returns the interval.
   *
   * @param times how often it happened
   * @param trials in how many trials
   * @param confidence above 0 and below 1
   */
  public static Interval of(int times, int trials, double confidence) {
    if (times < 0 || times > trials) {
      throw new IllegalArgumentException(times + " of " + trials);
    }
    if (trials == 0) {
      return UNKNOWN;
    }
    double side = 1 - (1 - confidence) / 2;
    return new Interval(
        Bound.lowerRate(times, trials, side), 1 - Bound.lowerRate(trials - times, trials, side));
  }
}
