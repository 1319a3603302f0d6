package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.oops.StackLine.Kind;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which kernels of several years and architectures print a place. */
class StackLineTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
 f+0x1f/0x90 | FRAME | f | 31 | 144 |
 f.isra.0+0x1f/0x90 [ocfs2] | FRAME | f | 31 | 144 | ocfs2
 f.cold+0x1f/0x90 [ocfs2 0123456789abcdef0123456789abcdef01234567] | FRAME | f | 31 | 144 | ocfs2
 ? f+0x1f/0x90 [ocfs2] | DOUBTFUL | f | 31 | 144 | ocfs2
 [<ffffffff81a1b2c3>] f+0x1f/0x90 | FRAME | f | 31 | 144 |
 [<ffffffff81a1b2c3>] ? f+0x1f/0x90 | DOUBTFUL | f | 31 | 144 |
 f+0x1f/0x90 (unreliable) | DOUBTFUL | f | 31 | 144 |
 [c00000000b3cf8a0] [c000000000a1b2c3] f+0x1f/0x90 | FRAME | f | 31 | 144 |
 [<      none      >] f+0x1f/0x90 fs/x.c:12 | FRAME | f | 31 | 144 |
 <EOI>  [<ffffffff81a1b2c3>] f+0x1f/0x90 | FRAME | f | 31 | 144 |
 <<EOE>>  <IRQ>  [<ffffffff81a1b2c3>] ? f+0x1f/0x90 | DOUBTFUL | f | 31 | 144 |
 [<80c1e5e8>] (f) from [<80c1eb20>] (g+0x48/0x6c) | FRAME | f | -1 | -1 |
 f from g+0x48/0x6c | FRAME | f | -1 | -1 |
RIP: 0010:f+0x1f/0x90 [ocfs2] | TRAP | f | 31 | 144 | ocfs2
RIP: 0010:[<ffffffff81a1b2c3>]  [<ffffffff81a1b2c3>] f+0x1f/0x90 | TRAP | f | 31 | 144 |
EIP: f+0x1f/0x90 | TRAP | f | 31 | 144 |
pc : f+0x1f/0x90 | TRAP | f | 31 | 144 |
PC is at f+0x1f/0x90 | TRAP | f | 31 | 144 |
epc : f+0x1f/0x90 | TRAP | f | 31 | 144 |
epc   : 80402a84 f+0x1f/0x90 | TRAP | f | 31 | 144 |
   ERA: 9000000000a1b2c3 f+0x1f/0x90 | TRAP | f | 31 | 144 |
NIP [c000000000a1b2c3] f+0x1f/0x90 | TRAP | f | 31 | 144 |
Krnl PSW : 0704c00180000000 0000000000a1b2c3 (f+0x1f/0x90) | TRAP | f | 31 | 144 |
""")
  void aPlaceIsRead(
      String line, Kind kind, String function, long offset, long size, String module) {
    StackLine read = StackLine.read(List.of("Call trace:", line)).get(1);
    Frame frame = Objects.requireNonNull(read.frame());

    assertThat(read.kind()).isEqualTo(kind);
    assertThat(read.function()).isEqualTo(function);
    assertThat(frame.offset()).isEqualTo(offset);
    assertThat(frame.size()).isEqualTo(size);
    assertThat(frame.module()).isEqualTo(module);
    assertThat(frame.exact()).isEqualTo(kind == Kind.TRAP);
    assertThat(frame.reliable()).isEqualTo(kind != Kind.DOUBTFUL);
  }

  @Test
  void whatADecoderAddedIsKept() {
    List<StackLine> read =
        StackLine.read(
            List.of(
                " helper include/linux/x.h:7 [inline]",
                " [<00000000a1b2c3d4>] helper include/linux/x.h:7 [inline]",
                " [<     inline     >] helper include/linux/x.h:7",
                "RIP: 0010:helper include/linux/x.h:7 [inline]",
                " f+0x1f/0x90 fs/x.c:12 [ocfs2]"));
    assertThat(read)
        .extracting(line -> Objects.requireNonNull(line.frame()).inlined())
        .containsExactly(true, true, true, true, false);
    assertThat(read).extracting(StackLine::function).startsWith("helper", "helper", "helper");
    assertThat(read).extracting(StackLine::kind).element(3).isEqualTo(Kind.TRAP);
    assertThat(Objects.requireNonNull(read.get(0).frame()).source())
        .isEqualTo("include/linux/x.h:7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RIP: 0033:0x7f3b",
        "Code: 48 8b 05 00",
        "hello+world",
        "a sentence about f+0x1 without the size",
        "RSP: 0018:ffffc900002a7ca8 EFLAGS: 00000202",
        "",
      })
  void otherLinesSayNothingOfAStack(String line) {
    assertThat(StackLine.read(List.of(line))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Call Trace:",
        "Call trace:",
        "Backtrace: ",
        "backtrace (crc 12ab):",
        " Call Trace:"
      })
  void aStackIsAnnounced(String line) {
    assertThat(StackLine.isMarker(line)).isTrue();
  }
}
