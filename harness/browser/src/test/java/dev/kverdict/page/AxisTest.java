package dev.kverdict.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scales and amounts, as people read them. */
class AxisTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0, 1 ms",
        "900 | 0, 1 ms",
        "211000 | 0, 50 ms, 100 ms, 150 ms, 200 ms, 250 ms",
        "982000 | 0, 0.2 s, 0.4 s, 0.6 s, 0.8 s, 1.0 s",
        "2470000 | 0, 0.5 s, 1.0 s, 1.5 s, 2.0 s, 2.5 s",
        "41700000 | 0, 10 s, 20 s, 30 s, 40 s, 50 s",
      })
  void ticksAreRoundAndReachTheLargest(long largest, String labels) {
    Axis axis = Axis.to(largest);
    assertThat(String.join(", ", axis.ticks().stream().map(axis::label).toList()))
        .isEqualTo(labels);
    assertThat(axis.most()).isGreaterThanOrEqualTo(largest);
  }

  @Test
  void placesAreSharesOfTheWhole() {
    Axis axis = Axis.to(2_470_000);
    assertThat(axis.at(1_250_000)).isEqualTo("50.00%");
    assertThat(axis.at(9_000_000)).isEqualTo("100.00%");
    assertThat(axis.span(500_000, 750_000)).isEqualTo("10.00%");
    assertThat(axis.span(2, 1)).isEqualTo("0.00%");
    assertThat(axis.ticks().stream().map(axis::anchor))
        .containsExactly("start", "middle", "middle", "middle", "middle", "end");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "41999, 41 ms",
    "2190000, 2.19 s",
    "61500000, 61.5 s",
    "185000000, 3 min 5 s"
  })
  void timesAreInWords(long micros, String words) {
    assertThat(Amount.micros(micros)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 %", "0.4593, 46 %", "0.004, 0.4 %", "0.9951, 99.5 %", "1, 100 %"})
  void sharesAreInWords(double share, String words) {
    assertThat(Amount.share(share)).isEqualTo(words);
  }
}
