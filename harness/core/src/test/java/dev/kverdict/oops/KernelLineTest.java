package dev.kverdict.oops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What printk, a telephone's maker, and whoever writes in between put before a message. */
class KernelLineTest {

  private static KernelLine line(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    KernelLine line = new KernelLine();
    line.read(bytes, 0, bytes.length, 100);
    return line;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [    1.000002] text                | 1000002    |        | text
          [    1.000002]text                 | 1000002    |        | text
          [    1.000002][   T12] text        | 1000002    | T12    | text
          [    1.000002][    C3] text        | 1000002    | C3     | text
          [    1.000002][   X12] text        | 1000002    |        | [   X12] text
          [    1.000002][   T] text          | 1000002    |        | [   T] text
          [    1.000002][   T12 text         | 1000002    |        | [   T12 text
          <6>[12345.678901] text             | 12345678901 |       | text
          [9999999999.999999] text           | 9999999999999999 |  | text
          [10000000000.000000] text          | -1         |        | [10000000000.000000] text
          [    1.00002] text                 | -1         |        | [    1.00002] text
          [    1.0000002] text               | -1         |        | [    1.0000002] text
          [    1,000002] text                | -1         |        | [    1,000002] text
          [ .000002] text                    | -1         |        | [ .000002] text
          [    1.000002                      | -1         |        | [    1.000002
          text                               | -1         |        | text
          [    1.000002] [4:server: 3344] text | 1000002  | [4:server: 3344] | text
          [    1.000002]  (0)[1234:comm]text | 1000002    | [1234:comm] | text
          [    1.000002] -(0)[1234:comm]text | 1000002    | [1234:comm] | text
          [    1.000002] (0) text            | 1000002    |        | (0) text
          """)
  void aLineIsReadWithoutWhatStandsInFront(
      String written, long micros, String caller, String text) {
    KernelLine line = line(written);
    assertThat(line.micros()).isEqualTo(micros);
    assertThat(line.caller()).isEqualTo(caller == null ? "" : caller);
    assertThat(line.hasCaller()).isEqualTo(caller != null);
    assertThat(line.text()).isEqualTo(text);
    assertThat(line.offset()).isEqualTo(100);
  }

  @Test
  void controlCharactersAreNoText() {
    assertThat(line("\u001b[31m[    1.000002] a\u0007b\tc").text()).isEqualTo("ab\tc");
    assertThat(line("[    1.000002] a\u00ff").text()).isEqualTo("a\ufffd");
    assertThat(line("").first()).isZero();
    assertThat(line("[    1.000002] a").first()).isEqualTo((byte) 'a');
  }

  @ParameterizedTest
  @CsvSource({
    "BUG: a, true, false",
    "xBUG: a, false, false",
    "BU, false, false",
    "sda 1: BUG: a, false, true",
    "sda: BU, false, false",
    "sda:BUG: a, false, false",
    "a: b: BUG: a, false, false"
  })
  void aStartIsFoundAtTheStartOrBehindADevice(String text, boolean first, boolean behind) {
    byte[] start = "BUG: ".getBytes(US_ASCII);
    assertThat(line(text).startsWith(start)).isEqualTo(first);
    assertThat(line(text).startsWithAfterColon(start)).isEqualTo(behind);
  }

  @Test
  void aDeviceHasNoNameWithoutEnd() {
    byte[] start = "BUG: ".getBytes(US_ASCII);
    assertThat(line("d".repeat(63) + ": BUG: a").startsWithAfterColon(start)).isTrue();
    assertThat(line("d".repeat(64) + ": BUG: a").startsWithAfterColon(start)).isFalse();
  }

  private static List<String> split(String... lines) {
    List<String> heard = new ArrayList<>();
    KernelLines kernel = new KernelLines(line -> heard.add(line.text()));
    for (String one : lines) {
      byte[] bytes = one.getBytes(US_ASCII);
      kernel.line(bytes, 0, bytes.length, 0);
    }
    return heard;
  }

  @Test
  void aMessageThatFollowsHalfALineIsALineOfItsOwn() {
    assertThat(split("[    1.000001] one", "half a l[    2.000001] two"))
        .containsExactly("one", "half a l", "two");
    assertThat(split("debian login: [    2.000001] two")).containsExactly("debian login: ", "two");
    assertThat(split("a program's line[    2.000001] two"))
        .as("where no line had a time stamp yet")
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "half[    0.900000] earlier", "half[    1.000001] the same",
            "half[  700.000000] much later",
        "a copy: [    2.000001] text", "quoted '[    2.000001] text",
            "half[    2.000001][   T1] tagged",
        "half[    2.00001] no stamp"
      })
  void whatOnlyLooksLikeAMessageIsNone(String line) {
    assertThat(split("[    1.000001] one", line)).hasSize(2).last().isEqualTo(line);
  }

  @Test
  void aConsoleHasTimeStampsOnceOneWasSeen() {
    KernelLines kernel = new KernelLines(line -> {});
    assertThat(kernel.stamped()).isFalse();
    byte[] bytes = "[    1.000001] one".getBytes(US_ASCII);
    kernel.line(bytes, 0, bytes.length, 0);
    assertThat(kernel.stamped()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
           [4:server: 3344] text|17
           [4:a b: 1] text|11
           [4:server: ] text|0
           [4:server 3344] text|0
           [:server: 3344] text|0
           (0)[1234:comm] text|15
            (0)[1234:comm] text|16
             (0)[1234:comm] text|0
           -(0)[1234:comm] text|16
           -[1234:comm] text|0
           (0)(1234:comm) text|0
           (0)[:comm] text|0
           (0)[1234 comm] text|0
           ()[1234:comm] text|0
           (0)[1234:a name that is longer than any task has it] text|0
          """)
  void aVendorsTagEndsWhereItsFormDoes(String text, int end) {
    byte[] bytes = text.getBytes(US_ASCII);
    assertThat(VendorTag.end(bytes, 0, bytes.length)).isEqualTo(end);
    assertThat(VendorTag.mayBegin(bytes, 0, bytes.length)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[4:server: 3344]", " text", "a(0)[1:b]"})
  void nearlyAllLinesHaveNoVendorsTag(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    assertThat(VendorTag.mayBegin(bytes, 0, bytes.length)).isFalse();
  }
}
