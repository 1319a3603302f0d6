package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Number of trials needed for a proof. */
final class BoundTest {

  /**
   * Exact one-sided limits; at 0.975 they are the lower ends of the familiar two-sided 95 %
   * intervals, such as 0.187 to 0.813 for 5 of 10 and 0.067 to 0.652 for 3 of 10.
   */
  @ParameterizedTest
  @CsvSource({
    "5, 10, 0.975, 0.1871",
    "3, 10, 0.975, 0.0667",
    "1, 10, 0.975, 0.0025",
    "9, 10, 0.975, 0.5550",
    "8, 10, 0.95, 0.4931",
    "5, 10, 0.95, 0.2224",
    "1, 20, 0.95, 0.0026",
    "4, 5, 0.95, 0.3426"
  })
  void lowerRateIsTheTabulatedOne(int failures, int trials, double confidence, double rate) {
    assertThat(Bound.lowerRate(failures, trials, confidence)).isCloseTo(rate, within(5e-5));
  }

  @Test
  void whatAlwaysFailedHasTheClosedForm() {
    for (int n = 1; n <= 50; n++) {
      assertThat(Bound.lowerRate(n, n, 0.95)).isCloseTo(Math.pow(0.05, 1.0 / n), within(1e-9));
    }
  }

  /** The definition, without the beta distribution: P(X >= k | rate) = 1 - confidence. */
  @Test
  void atTheLowerRateAsManyFailuresAreJustAsUnlikelyAsAsked() {
    for (int n = 1; n <= 12; n++) {
      for (int k = 1; k <= n; k++) {
        double rate = Bound.lowerRate(k, n, 0.9);
        double tail = 0;
        for (int i = k; i <= n; i++) {
          tail += choose(n, i) * Math.pow(rate, i) * Math.pow(1 - rate, n - i);
        }
        assertThat(tail).as(k + " of " + n).isCloseTo(0.1, within(1e-9));
      }
    }
  }

  private static double choose(int n, int k) {
    double ways = 1;
    for (int i = 1; i <= k; i++) {
      ways = ways * (n - k + i) / i;
    }
    return ways;
  }

  @Test
  void whatNeverFailedHasNoLowerRateAndNoNumberIsEnough() {
    assertThat(Bound.lowerRate(0, 100, 0.95)).isZero();
    assertThat(Bound.cleanTrialsNeeded(0, 0.95)).isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5493, 0.95, 4",
    "0.05, 0.95, 59",
    "0.5, 0.75, 2",
    "0.5, 0.7501, 3",
    "0.999, 0.95, 1",
    "1, 0.95, 1",
    "1e-12, 0.95, 2147483647"
  })
  void needsAsManyCleanTrials(double rate, double confidence, int needed) {
    assertThat(Bound.cleanTrialsNeeded(rate, confidence)).isEqualTo(needed);
  }

  @Test
  void theNumberNeededIsTheLeastThatWillDo() {
    for (double rate = 0.01; rate < 1; rate += 0.01) {
      int needed = Bound.cleanTrialsNeeded(rate, 0.95);
      assertThat(Math.pow(1 - rate, needed)).isLessThanOrEqualTo(0.05);
      assertThat(Math.pow(1 - rate, needed - 1)).isGreaterThan(0.05);
    }
  }
}
