package dev.kverdict.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PValueTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1.00, p = 1.00",
    "0.5, 0.50, p = 0.50",
    "0.0456, 0.046, p = 0.046",
    "0.00217, 0.0022, p = 0.0022",
    "0.00000123, 0.0000012, p = 0.0000012",
    "0.000001, 0.0000010, p = 0.0000010",
    "0.0000009, <0.000001, p < 0.000001",
    "0, <0.000001, p < 0.000001"
  })
  void twoDigitsSayEnough(double p, String text, String sentence) {
    assertThat(PValue.text(p)).isEqualTo(text);
    assertThat(PValue.sentence(p)).isEqualTo(sentence);
  }
}
