package dev.kverdict.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last line of a console, whatever pieces it comes in. */
class LastLineTest {

  private final LastLine last = new LastLine(TrialListener.NONE);

  private void says(byte[] bytes) {
    last.console(bytes, bytes.length);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '',            ''
          'a',           ''
          'a|b',         'a'
          'a|b|',        'b'
          'a|  |',       'a'
          '|||',         ''
          'a^|b^|c',     'b'
          """)
  void itIsTheLastOneThatIsWholeAndNotBlank(String console, String line) {
    String text = console.replace('|', '\n').replace('^', '\r');
    says(text.getBytes(UTF_8));
    assertThat(last.get()).isEqualTo(line);
  }

  @Test
  void piecesAreJoined() {
    for (String piece : new String[] {"[ 1.0] one", " line\r", "\n[ 2.0] ano", "ther"}) {
      says(piece.getBytes(UTF_8));
    }
    assertThat(last.get()).isEqualTo("[ 1.0] one line");
  }

  @Test
  void aLineWithoutEndTakesNoMemory() {
    says("x".repeat(5_000_000).getBytes(UTF_8));
    says("\n".getBytes(UTF_8));
    assertThat(last.get()).hasSize(1000);
  }

  @Test
  void bytesThatAreNoTextAreReplaced() {
    says("a\u00ffb\n".getBytes(ISO_8859_1));
    assertThat(last.get()).isEqualTo("a\ufffdb");
  }
}
