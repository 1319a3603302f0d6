package dev.kverdict.verdict;

import org.apache.commons.statistics.distribution.BetaDistribution;

/** Computes how much a number of clean trials is worth. */
final class Bound {

  private Bound() {}

  /**
   * Returns the one-sided lower Clopper-Pearson bound of a rate: the rate at which {@code failures}
   * or more of {@code trials} would happen with probability 1 - confidence (Clopper and Pearson,
   * Biometrika 26, 1934; as a quantile of the beta distribution: Beta(k, n - k + 1)).
   *
   * @return the bound; 0 if nothing failed
   */
  static double lowerRate(int failures, int trials, double confidence) {
    if (failures == 0) {
      return 0;
    }
    return BetaDistribution.of(failures, trials - failures + 1.0)
        .inverseCumulativeProbability(1 - confidence);
  }

  /**
   * Returns how many clean trials in a row are needed so that they would happen in at most 1 -
   * confidence of cases if the failure rate were still {@code rate}: the least m with (1 - rate)^m
   * &lt;= 1 - confidence.
   *
   * @return the number; {@link Integer#MAX_VALUE} if none is enough
   */
  static int cleanTrialsNeeded(double rate, double confidence) {
    if (rate <= 0) {
      return Integer.MAX_VALUE;
    }
    double needed = Math.ceil(Math.log1p(-confidence) / Math.log1p(-Math.min(rate, 1)));
    return (int) Math.max(1, Math.min(needed, Integer.MAX_VALUE));
  }
}
