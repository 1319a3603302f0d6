package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

  @Test
  void aGuestsTextDrivesNoTerminalAndIsShort() {
    assertThat(PlainText.of("plain ~ text")).isEqualTo("plain ~ text");
    assertThat(PlainText.of("a\u001b[2J\nb\u007f\u00e9")).isEqualTo("a?[2J?b??");
    assertThat(PlainText.of("x".repeat(2000))).hasSize(2000);
    assertThat(PlainText.of("x".repeat(2001))).isEqualTo("x".repeat(2000) + "...");
  }
}
