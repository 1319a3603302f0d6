package dev.kverdict.oops;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which people have logs. */
class LogFormsTest {

  private static final String TITLE = "BUG: unable to handle kernel NULL pointer dereference in f";

  /** A report, without what printk or anyone else puts before its lines. */
  private static final List<String> REPORT =
      List.of(
          "BUG: kernel NULL pointer dereference, address: 0000000000000010",
          "#PF: supervisor read access in kernel mode",
          "PGD 0 P4D 0 ",
          "Oops: 0000 [#1] PREEMPT SMP NOPTI",
          "CPU: 2 PID: 77 Comm: a.out Not tainted 6.1.0-18-amd64 #1",
          "RIP: 0010:f+0x2a/0xf0 [x]",
          "RAX: 0000000000000000 RBX: ffff8979fe66b6c0 RCX: 0000000000000000",
          "Call Trace:",
          " <TASK>",
          " g+0x41/0x90 [x]",
          " do_syscall_64+0x58/0xc0",
          " </TASK>",
          "---[ end trace 0000000000000000 ]---");

  private static List<String> stamped() {
    List<String> lines = new ArrayList<>();
    for (String line : REPORT) {
      lines.add("[  100.%06d] %s".formatted(lines.size() * 100, line));
    }
    return lines;
  }

  /** A decoder drops the time stamps of what it prints; a program may print a report, too. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyWhatADecoderHasProcessedCountsWithoutTimeStamps(boolean decoded) {
    List<String> lines = new ArrayList<>(List.of("[    7.000001] veth0: link becomes ready"));
    lines.add("WARNING: CPU: 0 PID: 7 at fs/a.c:3 f+0x1/0x2" + (decoded ? " fs/a.c:3" : ""));
    lines.addAll(List.of("Call Trace:", " g+0x1/0x2", "---[ end trace 0000000000000000 ]---"));
    assertThat(read(lines).reports())
        .extracting(CrashReport::title)
        .isEqualTo(decoded ? List.of("WARNING in f") : List.of());
    assertThat(Consoles.titles(lines.toArray(String[]::new))).isEmpty();
  }

  private static LogReader.Log read(List<String> lines) {
    return Consoles.log((String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  private static void assertOne(LogReader.Log log) {
    assertThat(log.reports()).extracting(CrashReport::title).containsExactly(TITLE);
    CrashReport report = log.reports().get(0);
    assertThat(report.corrupted()).isFalse();
    assertThat(report.task()).isEqualTo(new CrashTask("a.out", 77));
    assertThat(report.frames()).extracting(Frame::name).containsExactly("f", "g", "do_syscall_64");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Jan 05 10:11:12 host1 kernel: ",
        "Jan  5 10:11:12 host1 kernel: ",
        "Jan 05 10:11:12.549417 host1.example.org kernel: ",
        "Jan 05 10:11:12 host1 kernel[0]: ",
        "Fri 2024-01-05 10:11:12 CET host1 kernel: ",
        "2024-01-05T10:11:12+0100 host1 kernel: ",
        "2024-01-05T10:11:12.123456+01:00 host1 kernel: ",
        "1704449472.123456 host1 kernel: ",
        "[  100.000000] host1 kernel: ",
        "[  100.000000 <    0.000100 >] host1 kernel: ",
        "<2>1 2024-01-05T10:11:12.123Z host1 kernel - - - ",
        "<2>Jan  5 10:11:12 host1 kernel: ",
        "Fri Jan  5 10:11:12 2024 kern.alert kernel: ",
        "[Fri Jan  5 10:11:12 2024] ",
        "[Fri Jan  5 10:11:12 CET 2024] ",
        "[Fri Jan  5 10:11:12 2024 <    0.000100>] ",
        "[  100.000000 <    0.000100>] ",
        "[    0.000100>] ",
        "[<    0.000100>] ",
        "[  +0.000100] ",
        "[Jan 5 10:11] ",
        "2024-01-05T10:11:12,549417+01:00 ",
        "kern  :alert : [  100.000000] ",
        "1,900,100000000,-;",
        "1,900,100000000,-,caller=T77;",
        "<1>[  100.000000] ",
        "[  100.000000][   T77] ",
        "> ",
        "> > ",
        "    ",
        "\t",
        "| ",
        "guest1  | ",
        "[12:34:56.789] ",
        "[2024-01-05 10:11:12] ",
        "10:11:12.345 -> ",
        "2024-01-05T10:11:12.1234567Z ",
        "00:01:23 E console: ",
        "10.0.2.15:6666 ",
        "*** tty7 *** ",
        "elo 16 17:51:58 host1 kernel: ",
        "16. elo 17:51:58 host1 kernel: ",
        "дек 07 18:33:45 host1 kernel: ",
        "[lun. 10 juin 18:09:34 2024] ",
        "[Mo Jun 10 18:09:34 2024] ",
        "kern.crit kernel: ",
        "kernel: ",
        "kernel:",
        "  kernel: ",
        "> > Dec 08 22:53:26 host1 kernel: ",
        ">> Dec 08 22:53:26 host1 kernel: ",
        "> |  [Fri Jan  5 10:11:12 2024] ",
        "[1704449472.123456] [  100.000000] ",
        "2024-01-05 10:11:12 [  100.000000] ",
        "> Jan 05 10:11:12 host1 kernel: ",
        "build-17: > [  100.000000] ",
        "# ",
        "MESSAGE=",
      })
  void anyPrefixIsTakenOff(String prefix) {
    assertOne(read(REPORT.stream().map(line -> prefix + line).toList()));
  }

  /** Most lines of a report have no sign of their own, and every one has another number. */
  @ParameterizedTest
  @ValueSource(strings = {"%d ", "[%03d] ", "line %d: ", "%d.5s ", "qemu-%d> "})
  void numbersInAPrefixMayDiffer(String prefix) {
    List<String> lines = new ArrayList<>();
    for (String line : REPORT) {
      lines.add(prefix.formatted(95 + lines.size()) + line);
    }
    assertOne(read(lines));
  }

  @Test
  void aPrefixMayBeginAnywhereInTheLog() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lines.add("Some words before the report, number " + i + ".");
    }
    REPORT.forEach(line -> lines.add("foo> " + line));
    lines.add("And some words after it.");
    assertOne(read(lines));
  }

  @Test
  void whatIsQuotedInAStampedLogIsACopy() {
    List<String> lines = new ArrayList<>(stamped());
    stamped().forEach(line -> lines.add("Jan 05 10:11:12 host1 kernel: " + line));
    assertOne(read(lines));
  }

  @Test
  void theLinesOfOtherProgramsAreNotTheKernels() {
    List<String> lines = new ArrayList<>();
    for (String line : REPORT) {
      lines.add("Jan 05 10:11:12 host1 kernel: " + line);
      lines.add("Jan 05 10:11:12 host1 checker[7]: WARNING: the disk is full");
      lines.add("Jan 05 10:11:12 host1 checker[7]: RIP: 0010:innocent+0x1/0x2");
    }
    assertOne(read(lines));
  }

  static Stream<Arguments> whatHappensToText() {
    return Stream.of(
        Arguments.of("entities", edit(line -> line.replace("<", "&lt;").replace("+", "&#43;"))),
        Arguments.of("hexadecimal entities", edit(line -> line.replace("+", "&#x2b;"))),
        Arguments.of("links", edit(line -> "<b>" + line.replace("f+", "<a href=\"f\">f</a>+"))),
        Arguments.of("spans", edit(line -> "<span class=\"k\">" + line + "</span><br/>")),
        Arguments.of("colours", edit(line -> "\u001b[32m" + line + "\u001b[0m")),
        Arguments.of("dmesg's colours", edit(line -> "\u001b[32m[   12.345678] \u001b[0m" + line)),
        Arguments.of(
            "journalctl's colours",
            edit(line -> "Jan 05 10:11:12 host1 kernel: \u001b[0;1;31m" + line + "\u001b[0m")),
        Arguments.of(
            "blanks of a page",
            edit(line -> line.replace("  ", "\u00a0 ").replace(": ", ":\u00a0"))),
        Arguments.of("characters without width", edit(line -> "\u200b" + line)),
        Arguments.of("carriage returns", edit(line -> line + "\r")),
        Arguments.of("a quoted web page", edit(line -> "> " + line.replace("<", "&lt;"))));
  }

  private static UnaryOperator<String> edit(UnaryOperator<String> edit) {
    return edit;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatHappensToText")
  void whatWebPagesAndTerminalsAddIsTakenOff(String name, UnaryOperator<String> edit) {
    assertThat(name).isNotEmpty();
    assertOne(read(stamped().stream().map(edit).toList()));
    assertOne(read(REPORT.stream().map(edit).toList()));
  }

  static Stream<Arguments> encodings() {
    return Stream.of(
        Arguments.of(UTF_8, "\ufeff"),
        Arguments.of(UTF_16LE, "\ufeff"),
        Arguments.of(UTF_16BE, "\ufeff"),
        Arguments.of(UTF_16LE, ""),
        Arguments.of(UTF_16BE, ""));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("encodings")
  void theEncodingIsTold(Charset charset, String mark) {
    String log = stamped().stream().collect(Collectors.joining("\r\n", mark, "\r\n"));
    assertOne(Consoles.log(log.getBytes(charset)));
  }

  @Test
  void anEncodingIsReadByteByByteToo() throws IOException {
    byte[] log = ("\ufeff" + "a\u00e4\n".repeat(20_000)).getBytes(UTF_16LE);
    StringBuilder read = new StringBuilder();
    try (var in = LogEncoding.utf8(new ByteArrayInputStream(log))) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        read.append((char) b);
      }
    }
    assertThat(read.toString())
        .isEqualTo(
            new String(
                "a\u00e4\n".repeat(20_000).getBytes(UTF_8),
                java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INFO: task some-long-name/u8:1-a-b-c-d:123 blocked for more than | 143 seconds. | INFO: task hung in corrupted
          WARNING: CPU: 0 PID: 5000 at | drivers/gpu/drm/amd/display/dc/core/dc.c:538 g+0x19c/0x1d0 [amdgpu] | WARNING in corrupted
          WARNING: CPU: 0 PID: 5000 at drivers/gpu/drm/amd/display/dc/core/dc_link_detect | ion.c:538 g+0x19c/0x1d0 [amdgpu] | WARNING in corrupted
          BUG: KFENCE: use-after-free read in a_function_with_a_rather_long_name | +0x12/0x34 | KFENCE: use-after-free read in a_function_with_a_rather_long_name
          """)
  void aWrappedFirstLineIsJoined(String first, String second, String title) {
    assertThat(Consoles.logTitles(first, second)).containsExactly(title);
    assertThat(
            Consoles.logTitles(
                "[    1.000001] Linux version 6.1", "[    2.000001] " + first, second))
        .containsExactly(title);
  }

  /**
   * Breaks a line as mail programs do, at the last blank that fits, with a quotation or without.
   */
  private static List<String> wrapped(String line, int width, String quotation) {
    List<String> lines = new ArrayList<>();
    String rest = line;
    while (rest.length() > width && rest.lastIndexOf(' ', width) > 40) {
      int blank = rest.lastIndexOf(' ', width);
      lines.add(quotation + rest.substring(0, blank));
      rest = rest.substring(blank + 1);
    }
    lines.add(quotation + rest);
    return lines;
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        ",",
        "> ,",
        "> > ,",
        ",Jan  5 10:11:12 host1 kernel: ",
        "> ,Jan  5 10:11:12 host1 kernel: ",
        "> > ,2024-01-05T10:11:12+0100 host1.example.org kernel: ",
        ",[Fri Jan  5 10:11:12 2024] ",
        "> ,[lun. 10 juin 18:09:34 2024] "
      })
  void aLogThatAMailProgramHasWrappedIsUnwrapped(String quotation, String prefix) {
    for (int width = 66; width < 80; width++) {
      List<String> lines = new ArrayList<>();
      for (String line : prefix == null ? stamped() : REPORT) {
        String whole = (prefix == null ? "" : prefix) + line;
        lines.addAll(wrapped(whole, width, quotation == null ? "" : quotation));
      }
      assertThat(lines).hasSizeGreaterThan(REPORT.size());
      assertOne(read(lines));
    }
  }

  @Test
  void whatFollowsALogThatNobodyWrappedIsNotPartOfIt() {
    List<String> lines = new ArrayList<>(stamped());
    lines.add(0, "[    0.000000] Command line: " + "quiet ".repeat(20));
    lines.add(
        7, "and here begins what somebody remarks, g+0x1/0x2, of so many words that it is long");
    assertOne(read(lines));
  }

  @Test
  void anotherProgramsLineIsNotTheRestOfAKernels() {
    List<String> lines = new ArrayList<>();
    for (String line : REPORT) {
      lines.add("Jan  5 10:11:12 host1 kernel: " + line);
      lines.add("Jan  5 10:11:12 host1 systemd-coredump[77]: f+0x1/0x2 is where it ended.");
    }
    assertOne(read(lines));
  }

  @Test
  void aHostAndTheKernelAreNoDriverAndDevice() {
    List<String> lines = new ArrayList<>();
    lines.add("WARNING: CPU: 3 PID: 77 at fs/a.c:1045 f+0xe3/0x100 [x]");
    lines.addAll(REPORT.subList(4, REPORT.size()));
    assertThat(read(lines.stream().map(line -> "| Dec 8 22:53 host1 kernel: " + line).toList()))
        .satisfies(log -> assertThat(log.reports().get(0).title()).isEqualTo("WARNING in f"));
  }

  @Test
  void lockdepsLinesShowWhatTheirPrefixIs() {
    List<String> lines =
        Stream.of(
                "============================================",
                "WARNING: possible recursive locking detected",
                "6.13.0-rc2+ #68 Not tainted",
                "--------------------------------------------",
                "cat/1212 is trying to acquire lock:",
                "ffffffffc0591cf0 (x_rwsem){++++}-{4:4}, at: f+0x2a/0x90 [x]",
                "",
                "but task is already holding lock:",
                "ffffffffc0591cf0 (x_rwsem){++++}-{4:4}, at: g+0x1e/0x90 [x]",
                "",
                "other info that might help us debug this:",
                " Possible unsafe locking scenario:")
            .map(line -> ">   " + line)
            .toList();
    assertThat(read(lines).reports())
        .extracting(CrashReport::title)
        .containsExactly("possible deadlock in f");
  }

  @Test
  void aLineThatWasNotWrappedStaysAsItIs() {
    assertThat(
            Consoles.logTitles(
                "[    1.000001] Linux version 6.1",
                "[    2.000001] WARNING: something odd happened in the driver of the disk",
                "[    2.000002] at fs/a.c:1 f+0x1/0x2",
                "[    2.000003] Call Trace:",
                "[    2.000004]  f+0x1/0x2"))
        .containsExactly("WARNING: something odd happened in the driver of the disk");
  }

  @Test
  void halfALineBeforeTheReportIsDropped() {
    List<String> lines = new ArrayList<>(REPORT);
    lines.set(0, "Oops: gen[  100.000001][   T77] " + REPORT.get(0));
    assertOne(read(lines));
    lines.set(0, "debian login: " + REPORT.get(0));
    assertOne(read(lines));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I once saw kernel BUG at fs/a.c:1! and nobody knew why.",
        "2024-01-05 10:11:12 WARNING: disk is slow",
        "he wrote \"[   12.345678] kernel BUG at fs/a.c:1!\"",
        "> [   12.345678] kernel BUG at fs/a.c:1!",
        "ERROR: test 7: BUG: expected 3, got 4",
      })
  void wordsAboutCrashesAreNone(String line) {
    List<String> lines = new ArrayList<>(List.of("[    1.000000] Linux version 6.1"));
    for (int i = 0; i < 10; i++) {
      lines.add(line);
      lines.add("An ordinary line.");
    }
    lines.remove(lines.size() - 1);
    assertThat(read(lines.subList(0, 3)).reports()).isEmpty();
    if (line.indexOf('[') < 0) {
      assertThat(read(lines).reports()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Dear all,\nthe meeting is on Friday.\n",
        "2024-01-05 10:11:12 INFO: server started\n2024-01-05 10:11:13 WARNING: low on memory\n",
        "U-Boot 2016.03\nDRAM:  944 MiB\n",
        "\u0000\u0001\u0002\u0003",
      })
  void aTextThatNoKernelWroteIsNoKernelLog(String text) {
    LogReader.Log log = Consoles.log(text.getBytes(UTF_8));
    assertThat(log.kernel()).isFalse();
    assertThat(log.reports()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[    1.000000] usb 1-1: new device",
        "Jan 05 10:11:12 host1 kernel: usb 1-1: new device",
        "[Fri Jan  5 10:11:12 2024] usb 1-1: new device",
        "Linux version 6.1.0 (a@b) #1 SMP",
        "EXT4-fs (vda1): mounted filesystem",
      })
  void aHealthyLogIsAKernelLog(String line) {
    LogReader.Log log = read(List.of("Some text", line));
    assertThat(log.kernel()).isTrue();
    assertThat(log.reports()).isEmpty();
  }

  /** As a mail is kept: lines go on behind an equals sign, and some characters are numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void quotedPrintableIsUndone(String end) {
    List<String> lines = new ArrayList<>();
    lines.add("Content-Transfer-Encoding: quoted-printable");
    lines.add("See the trace: the address is=2010, a short one, and nobody had expected that=");
    lines.add(" it could be so.");
    for (String line : stamped()) {
      String text = line.replace("=", "=3D").replace("[  100", "=5B  100");
      lines.add(text.length() < 40 ? text : text.substring(0, 30) + "=" + end + text.substring(30));
    }
    assertOne(Consoles.log((String.join(end, lines) + end).getBytes(UTF_8)));
  }

  /** An audit line's "type=1400" is no number of a character, nor does a banner go on. */
  @Test
  void assignmentsOfAKernelAreNoQuotedPrintable() {
    List<String> lines = new ArrayList<>(List.of("[   99.000000] audit: type=1400 root=UUID"));
    lines.add("[   99.000001] ============================================");
    lines.addAll(stamped());
    assertOne(read(lines));
    assertThat(read(lines).reports().get(0).offset())
        .isEqualTo(lines.get(0).length() + lines.get(1).length() + 2);
  }
}
