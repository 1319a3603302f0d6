package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogReaderTest {

  private static final long MOST = 1 << 20;

  /** Has no end within what a test may take, like a device. */
  private static InputStream filler(long bytes, String text) {
    return new InputStream() {
      private long passed;

      @Override
      public int read() {
        return passed == bytes ? -1 : text.charAt((int) (passed++ % text.length()));
      }
    };
  }

  @Test
  void whatNeverLooksLikeAKernelsIsNotReadOn() {
    for (String text : new String[] {"\0", "all is well\n"}) {
      assertThatThrownBy(() -> LogReader.read(filler(Long.MAX_VALUE, text), MOST))
          .isInstanceOf(IOException.class)
          .hasMessage("no line in its first 1 MiB looks like a kernel's");
    }
  }

  @Test
  void aKernelsLogIsReadToItsEnd() throws IOException {
    String line = "[    1.000000] Linux version 6.1.0\n";
    String crash = "[    2.000000] kernel BUG at fs/toyfs/file.c:12!\n";
    InputStream log =
        new SequenceInputStream(
            new ByteArrayInputStream(line.getBytes(StandardCharsets.US_ASCII)),
            new SequenceInputStream(
                filler(3 * MOST, "all is well\n"),
                new ByteArrayInputStream(("\n" + crash).getBytes(StandardCharsets.US_ASCII))));
    assertThat(LogReader.read(log, MOST).reports()).hasSize(1);
  }

  @Test
  void whatIsShortIsNoErrorButNoLog() throws IOException {
    LogReader.Log log = LogReader.read(filler(MOST, "all is well\n"), MOST);
    assertThat(log.kernel()).isFalse();
    assertThat(log.reports()).isEmpty();
  }
}
