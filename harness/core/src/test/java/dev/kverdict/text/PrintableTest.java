package dev.kverdict.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void asciiKeepsPrintableAsciiOnly() {
    assertThat(Printable.ascii("a~ b\u001b[2J\n\tc\u00e9\ud83d\ude00")).isEqualTo("a~ b?[2J??c??");
  }

  @Test
  void asciiIsCutAtItsLimitAndSaysSo() {
    assertThat(Printable.ascii("\n23", 3)).isEqualTo("?23");
    assertThat(Printable.ascii("\n234", 3)).isEqualTo("?23...");
  }

  @Test
  void aLineHasNoControlCharacters() {
    assertThat(Printable.line("a\nb\u001bc\u0000d\u007f\u0085\u009fe\u00a0\u00e9"))
        .isEqualTo("a b c d   e\u00a0\u00e9");
  }

  @Test
  void aLineNeverExceedsItsLimit() {
    assertThat(Printable.line("12345", 5)).isEqualTo("12345");
    assertThat(Printable.line("123456", 5)).isEqualTo("12...");
    assertThat(Printable.line("x".repeat(301))).hasSize(Printable.MOST).endsWith("x...");
  }

  @Test
  void aLabelIsTheConstantInLowerCaseWithHyphens() {
    assertThat(Label.of(TimeUnit.SECONDS)).isEqualTo("seconds");
    assertThat(Label.of(Thread.State.TIMED_WAITING)).isEqualTo("timed-waiting");
  }
}
