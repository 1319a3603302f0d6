package dev.kverdict.oops;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A guest that prints without end does not fill the harness's memory: a JVM with a small heap reads
 * it all. {@code -Dflood=MIB} makes it longer.
 */
class FloodTest {

  private static final int SMALL_HEAP_MIB = 24;

  @Test
  void memoryIsBoundedWhateverTheGuestPrints() throws IOException, InterruptedException {
    int mib = Integer.getInteger("flood", 96);
    Process reader =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + SMALL_HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                String.valueOf(mib))
            .redirectErrorStream(true)
            .start();
    String said = new String(reader.getInputStream().readAllBytes(), US_ASCII);

    assertThat(reader.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(said).isEqualTo(OopsReader.MAX_REPORTS + " reports\n");
  }

  /** Reads a flood in another JVM. */
  static final class Reader {

    private Reader() {}

    /** The length in MiB. */
    public static void main(String[] args) {
      long half = Long.parseLong(args[0]) << 19;
      int[] reports = {0};
      OopsReader reader =
          new OopsReader(
              new OopsListener() {
                @Override
                public void crashBegan(String header, CrashType type, long offset) {
                  // Its report follows.
                }

                @Override
                public void reportEnded(CrashReport report) {
                  reports[0]++;
                }
              });
      byte[] header = "[    2.000000][ T0001] kernel BUG at fs/x.c:1!\n".getBytes(US_ASCII);
      reader.accept(header, 0, header.length);
      feed(reader, oneReport(), half);
      feed(reader, manyReports(), half);
      reader.end();
      System.out.println(reports[0] + " reports");
    }

    private static void feed(OopsReader reader, byte[] block, long length) {
      for (long left = length; left > 0; left -= block.length) {
        reader.accept(block, 0, block.length);
      }
    }

    /** A report that does not end. */
    private static byte[] oneReport() {
      String line = "[    2.000000][ T0001]  f+0x1/0x2 " + "and so on ".repeat(20) + "\n";
      return line.repeat(10_000).getBytes(US_ASCII);
    }

    /** A mebibyte of everything that can pile up: reports, callers, endless lines. */
    private static byte[] manyReports() {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      Random random = new Random(51);
      for (int i = 0; block.size() < 1 << 20; i++) {
        String context = "[   %2d.%06d][ T%04d] ".formatted(i % 90, i, random.nextInt(5000));
        String line =
            switch (random.nextInt(6)) {
              case 0 -> "kernel BUG at fs/x.c:" + i + "!";
              case 1 -> "INFO: task t" + i + ":" + i + " blocked for more than 10 seconds.";
              case 2 -> "Call Trace:";
              case 3 -> " function_" + random.nextInt() + "+0x1/0x2";
              case 4 -> "x".repeat(random.nextInt(20_000));
              default -> "EXT4-fs error (device vda): f:1: number " + random.nextInt();
            };
        block.writeBytes(
            (context + line + (random.nextInt(50) == 0 ? "" : "\n")).getBytes(US_ASCII));
      }
      return block.toByteArray();
    }
  }
}
