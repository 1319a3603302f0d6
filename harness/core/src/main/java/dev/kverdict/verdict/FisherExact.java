package dev.kverdict.verdict;

import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/** Fisher's exact test on a two by two table. */
final class FisherExact {

  private FisherExact() {}

  /**
   * How likely it is that the patched side fails as seldom as it did, or more seldom, if failures
   * fell on both sides by chance alone: the lower tail of the hypergeometric distribution (R. A.
   * Fisher, The Design of Experiments, 1935, chapter II).
   *
   * @param controlFailures failures among {@code controlTrials}
   * @param patchedFailures failures among {@code patchedTrials}
   * @return the one-sided p-value; 1 when there is nothing to compare
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
