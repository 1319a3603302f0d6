package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntervalTest {

  /** The familiar exact 95 % intervals. */
  @ParameterizedTest
  @CsvSource({
    "0, 6, 0.95, 0, 0.4593",
    "5, 5, 0.95, 0.4782, 1",
    "5, 10, 0.95, 0.1871, 0.8129",
    "3, 10, 0.95, 0.0667, 0.6525",
    "0, 10, 0.99, 0, 0.4113"
  })
  void isTheTabulatedOne(int times, int trials, double confidence, double low, double high) {
    Interval interval = Interval.of(times, trials, confidence);
    assertThat(interval.low()).isCloseTo(low, within(5e-5));
    assertThat(interval.high()).isCloseTo(high, within(5e-5));
  }

  @Test
  void withoutTrialsNothingIsKnown() {
    assertThat(Interval.of(0, 0, 0.95)).isEqualTo(new Interval(0, 1));
    assertThatThrownBy(() -> Interval.of(2, 1, 0.95)).isInstanceOf(IllegalArgumentException.class);
  }
}
