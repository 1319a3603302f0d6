package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The rates of one bug on two days. */
class SameRateTest {

  @Test
  void isTwiceTheSmallerTail() {
    // 5 of 5 and 0 of 5: one of 252 ways, in either direction.
    assertThat(SameRate.pValue(5, 5, 0, 5)).isCloseTo(2.0 / 252, within(1e-12));
    assertThat(SameRate.pValue(0, 5, 5, 5)).isCloseTo(2.0 / 252, within(1e-12));
    assertThat(SameRate.plausible(SameRate.pValue(5, 5, 0, 5))).isFalse();
  }

  @Test
  void theSameRateIsPlausible() {
    assertThat(SameRate.pValue(5, 5, 6, 6)).isEqualTo(1);
    assertThat(SameRate.pValue(3, 10, 2, 7)).isEqualTo(1);
    assertThat(SameRate.plausible(SameRate.pValue(6, 10, 4, 10))).isTrue();
  }

  @Test
  void nothingSaysNothing() {
    assertThat(SameRate.pValue(5, 5, 0, 0)).isEqualTo(1);
    assertThat(SameRate.pValue(0, 0, 0, 0)).isEqualTo(1);
  }
}
