package dev.kverdict.verdict;

/** Compares how often something failed at two times that nobody expects to differ. */
public final class SameRate {

  /** Two rates of one bug differ so much by luck in one of a hundred comparisons. */
  private static final double LEAST = 0.01;

  private SameRate() {}

  /**
   * Returns the probability of so large a difference, in either direction, if both rates are one:
   * twice the smaller tail of Fisher's exact test, at most 1.
   *
   * @param failures failures among {@code trials}
   * @param otherFailures failures among {@code otherTrials}
   */
  public static double pValue(int failures, int trials, int otherFailures, int otherTrials) {
    double fewer = FisherExact.pValue(failures, trials, otherFailures, otherTrials);
    double more = FisherExact.pValue(otherFailures, otherTrials, failures, trials);
    return Math.min(1, 2 * Math.min(fewer, more));
  }

  /** Returns whether a difference of this probability may be luck. */
  public static boolean plausible(double pValue) {
    return pValue >= LEAST;
  }
}
