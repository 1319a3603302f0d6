package dev.kverdict.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {

  @Test
  void theMedianIsTheMiddleOneWhateverTheOrder() {
    Measurement three = of("ms", 30.0, 10.0, 20.0);
    assertThat(three.median()).isEqualTo(20);
    assertThat(three.min()).isEqualTo(10);
    assertThat(three.max()).isEqualTo(30);
    assertThat(of("ms", 7.0).median()).isEqualTo(7);
  }

  @Test
  void theMedianOfTwoInTheMiddleIsTheirMean() {
    assertThat(of("ms", 4.0, 1.0, 100.0, 2.0).median()).isEqualTo(3);
  }

  @Test
  void oneOutlierDoesNotMoveTheMedian() {
    assertThat(of("ms", 10.0, 11.0, 12.0, 13.0, 5000.0).median()).isEqualTo(12);
  }

  @Test
  void aRatioIsThatOfEachPairNotOfTheMedians() {
    // The host became ten times slower in the second round: each pair says 1.5.
    Measurement ratio = of("ms", 15.0, 150.0, 15.0).ratioTo(of("ms", 10.0, 100.0, 10.0), "ratio");
    assertThat(ratio.samples()).containsExactly(1.5, 1.5, 1.5);
    assertThat(ratio.unit()).isEqualTo(Measurement.RATIO);
    // Medians alone would give 20 : 10.
    assertThat(of("s", 2.0, 20.0, 200.0).ratioTo(of("s", 1.0, 100.0, 10.0), "r").median())
        .isEqualTo(2);
    assertThat(of("s", 2.0, 20.0, 300.0).ratioTo(of("s", 10.0, 10.0, 100.0), "r").median())
        .isEqualTo(2);
  }

  @Test
  void unpairedValuesHaveNoRatio() {
    assertThatThrownBy(() -> of("ms", 1.0, 2.0).ratioTo(of("ms", 1.0), "r"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of("ms", 1.0).ratioTo(of("s", 1.0), "r"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMeasurementNeedsAValue() {
    assertThatThrownBy(() -> of("ms")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Measurement of(String unit, Double... samples) {
    return new Measurement("section", "name", unit, List.of(samples));
  }
}
