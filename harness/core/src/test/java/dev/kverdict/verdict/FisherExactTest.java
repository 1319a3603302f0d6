package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FisherExactTest {

  /** R. A. Fisher, The Design of Experiments: three cups of four told right, p = 17/70. */
  @Test
  void ladyTastingTea() {
    assertThat(FisherExact.pValue(3, 4, 1, 4)).isCloseTo(17 / 70.0, within(1e-12));
  }

  @Test
  void allAgainstNone() {
    assertThat(FisherExact.pValue(5, 5, 0, 5)).isCloseTo(1 / 252.0, within(1e-12));
    assertThat(FisherExact.pValue(5, 5, 0, 6)).isCloseTo(1 / 462.0, within(1e-12));
  }

  @Test
  void nothingToCompare() {
    assertThat(FisherExact.pValue(0, 5, 0, 5)).isEqualTo(1);
    assertThat(FisherExact.pValue(5, 5, 0, 0)).isEqualTo(1);
  }

  /** Counts every way in which the same failures could have fallen on the trials. */
  @Test
  void agreesWithCountingAllTables() {
    for (int n = 1; n <= 7; n++) {
      for (int m = 1; m <= 7; m++) {
        for (int k = 0; k <= n; k++) {
          for (int j = 0; j <= m; j++) {
            assertThat(FisherExact.pValue(k, n, j, m))
                .as("%d/%d against %d/%d", k, n, j, m)
                .isCloseTo(counted(k, n, j, m), within(1e-12));
          }
        }
      }
    }
  }

  private static double counted(int k, int n, int j, int m) {
    long all = 0;
    long asFew = 0;
    for (int failed = 0; failed < 1 << (n + m); failed++) {
      if (Integer.bitCount(failed) == k + j) {
        all++;
        asFew += Integer.bitCount(failed >> n) <= j ? 1 : 0;
      }
    }
    return (double) asFew / all;
  }
}
