package dev.kverdict.oops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.oops.Consoles.Heard;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader survives any bytes and finds the same in chunks of any size. */
class ChunksTest {

  private static final List<String> FILES =
      List.of("recorded/ocfs2-cow-bug-on", "kasan-read", "hung-task", "page-fault", "deadlock");

  /** Bytes that the reader's prefixes and line ends are made of. */
  private static final String SPECIAL = "\n\r\033[<]: .T0";

  private static byte[] allFiles() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("Grüße \u001b[1;32mvom\u001b[0m Gast ✓\n".getBytes(UTF_8));
    FILES.forEach(file -> all.writeBytes(Consoles.file(file)));
    return all.toByteArray();
  }

  private static byte[] withCarriageReturns(byte[] console) {
    return new String(console, ISO_8859_1).replace("\n", "\r\n").getBytes(ISO_8859_1);
  }

  private static Heard inChunks(byte[] console, Random random, int most) {
    Heard heard = new Heard();
    OopsReader reader = new OopsReader(heard);
    byte[] buffer = new byte[most + 3];
    for (int at = 0; at < console.length; ) {
      int length = Math.min(random.nextInt(most + 1), console.length - at);
      random.nextBytes(buffer);
      System.arraycopy(console, at, buffer, 3, length);
      reader.accept(buffer, 3, length);
      at += length;
    }
    reader.end();
    return heard;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anySplitGivesTheSameReports(long seed) {
    Random random = new Random(seed);
    byte[] console = seed % 2 == 0 ? allFiles() : withCarriageReturns(allFiles());
    Heard whole = Consoles.hear(console);

    Heard split = inChunks(console, random, seed < 3 ? 1 : 1 << seed);

    assertThat(whole.reports).hasSizeGreaterThanOrEqualTo(FILES.size());
    assertThat(split.reports).isEqualTo(whole.reports);
    assertThat(split.events).isEqualTo(whole.events);
    assertThat(split.offsets).isEqualTo(whole.offsets);
  }

  @Test
  void carriageReturnsChangeNothingButTheOffsets() {
    List<CrashReport> plain = Consoles.read(allFiles());
    List<CrashReport> carriage = Consoles.read(withCarriageReturns(allFiles()));

    assertThat(carriage)
        .usingRecursiveComparison()
        .ignoringFields("offset", "cause")
        .isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOffsetIsWhereTheHeadersLineStarts(boolean carriageReturns) {
    byte[] console = carriageReturns ? withCarriageReturns(allFiles()) : allFiles();

    for (CrashReport report : Consoles.read(console)) {
      int start = Math.toIntExact(report.offset());
      String rest = new String(console, start, console.length - start, ISO_8859_1);
      assertThat(console[start - 1]).isEqualTo((byte) '\n');
      assertThat(rest.lines().findFirst().orElseThrow()).endsWith(report.text().get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void randomBytesNeverThrow(long seed) {
    Random random = new Random(seed);
    byte[] noise = new byte[200_000];
    random.nextBytes(noise);
    for (int i = 0; i < noise.length; i += 1 + random.nextInt(60)) {
      noise[i] = (byte) SPECIAL.charAt(random.nextInt(SPECIAL.length()));
    }

    assertThat(inChunks(noise, random, 999).reports).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void damagedReportsNeverThrowAndStayInBounds(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      byte[] console = allFiles();
      for (int hit = 0; hit < 300; hit++) {
        console[random.nextInt(console.length)] = (byte) random.nextInt(256);
      }

      for (CrashReport report : inChunks(console, random, 500).reports) {
        assertThat(report.title()).hasSizeBetween(1, 120).matches("[\\x20-\\x7e]+");
        assertThat(report.text()).hasSizeLessThanOrEqualTo(CrashReport.MAX_LINES);
      }
    }
  }

  @Test
  void aReportInTenMegabytesOfNoiseIsFound() {
    Random random = new Random(31);
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    for (int line = 0; console.size() < 5 << 20; line++) {
      console.writeBytes(
          "%5d.%06d usb 1-%d: reset %x\n"
              .formatted(line / 1000, line % 1000, random.nextInt(9), random.nextLong())
              .getBytes(UTF_8));
    }
    int before = console.size();
    console.writeBytes(Consoles.file("null-deref"));
    for (int line = 0; console.size() < 10 << 20; line++) {
      console.writeBytes(("program says " + random.nextLong() + "\n").getBytes(UTF_8));
    }

    List<CrashReport> reports = Consoles.read(console.toByteArray());

    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).function()).isEqualTo("ext4_put_super");
    assertThat(reports.get(0).offset())
        .isEqualTo(before + "# SPDX-License-Identifier: Apache-2.0\n".length());
  }

  @Test
  void aLineWithoutEndIsShortened() {
    byte[] console = ("kernel BUG at fs/x.c:1!" + "x".repeat(5_000_000)).getBytes(UTF_8);

    Heard heard = inChunks(console, new Random(41), 70_000);

    assertThat(heard.reports).hasSize(1);
    assertThat(heard.reports.get(0).text().get(0)).hasSize(ConsoleLines.MAX_LINE);
  }

  @Test
  void aFloodOfHeadersIsCut() {
    byte[] console = "kernel BUG at fs/x.c:1!\n".repeat(20_000).getBytes(UTF_8);

    assertThat(Consoles.read(console)).hasSize(OopsReader.MAX_REPORTS);
  }

  @Test
  void aFloodOfContextsIsCut() {
    StringBuilder console = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      console.append("[    1.%06d][ T%d] kernel BUG at fs/x.c:1!\n".formatted(i, i));
    }

    Heard heard = Consoles.hear(console.toString().getBytes(UTF_8));

    assertThat(heard.reports).hasSize(400);
    // The first is told long before the last has begun: reports do not pile up.
    assertThat(heard.events.indexOf("ended kernel BUG in corrupted")).isLessThan(40);
  }

  @Test
  void aReportWithoutEndIsShortened() {
    String frames = " f+0x1/0x2\n".repeat(100_000);

    List<CrashReport> reports =
        Consoles.read(("divide error: 0000 [#1]\nCall Trace:\n" + frames).getBytes(UTF_8));

    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).text()).hasSize(CrashReport.MAX_LINES);
  }
}
