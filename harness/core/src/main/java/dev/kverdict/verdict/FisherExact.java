package dev.kverdict.verdict;

import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/** Computes Fisher's exact test on a two by two table. */
final class FisherExact {

  private FisherExact() {}

  /**
   * Returns the probability that the patched side fails as rarely as it did, or more rarely, if
   * failures hit both sides by chance alone: the lower tail of the hypergeometric distribution (R.
   * A. Fisher, The Design of Experiments, 1935, chapter II).
   *
   * @param controlFailures failures among {@code controlTrials}
   * @param patchedFailures failures among {@code patchedTrials}
   * @return the one-sided p-value; 1 if there is nothing to compare
   */
  static double pValue(
      int controlFailures, int controlTrials, int patchedFailures, int patchedTrials) {
    if (controlTrials == 0 || patchedTrials == 0) {
      return 1;
    }
    return HypergeometricDistribution.of(
            controlTrials + patchedTrials, controlFailures + patchedFailures, patchedTrials)
        .cumulativeProbability(patchedFailures);
  }
}
