package dev.kverdict.oops;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** How fast a console is read on one core: healthy megabytes, a flood of warnings, one report. */
@State(Scope.Benchmark)
@Fork(1)
@Threads(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@OutputTimeUnit(TimeUnit.SECONDS)
@BenchmarkMode(Mode.Throughput)
public class OopsScanBenchmark {

  private static final int MIB = 1 << 20;
  private static final int HEALTHY = 256;
  private static final int CHUNK = 1 << 16;

  /** Lines as a busy guest prints them, with the words that reports begin with among them. */
  private static final List<String> TALK =
      List.of(
          "usb %d-1: new high-speed USB device number %d using dummy_hcd",
          "EXT4-fs (vda%d): mounted filesystem with ordered data mode. Quota mode: none, %d",
          "audit: type=1400 audit(1750384805.%d:363): avc:  denied  { read } for  pid=%d",
          "IPv6: ADDRCONF(NETDEV_CHANGE): veth%d: link becomes ready %d",
          "kworker/%d:1: page allocation of order %d, mode:0xcc0",
          "INFO: lockdep hash %d of %d",
          "NMI watchdog: enabled %d of %d");

  private byte[] block = new byte[0];
  private byte[] warnings = new byte[0];
  private byte[] report = new byte[0];

  /** Makes a block of sixteen megabytes, read as often as it takes. */
  @Setup
  public void prepare() throws IOException {
    Random random = new Random(7);
    ByteArrayOutputStream healthy = new ByteArrayOutputStream();
    for (int line = 0; healthy.size() < 16 * MIB; line++) {
      String text = TALK.get(random.nextInt(TALK.size()));
      healthy.writeBytes(
          "[%5d.%06d] %s%n"
              .formatted(
                  line / 1000,
                  line % 1_000_000,
                  text.formatted(random.nextInt(9), random.nextInt(100_000)))
              .getBytes(UTF_8));
    }
    block = healthy.toByteArray();
    report = fixture("recorded/ocfs2-cow-bug-on");
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    while (many.size() < 16 * MIB) {
      many.writeBytes(fixture("warning"));
    }
    warnings = many.toByteArray();
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = OopsScanBenchmark.class.getResourceAsStream(name + ".log")) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /** Megabytes a second of a console without a crash. */
  @Benchmark
  @OperationsPerInvocation(HEALTHY)
  public int healthyMegabytes() {
    return scan(block, HEALTHY / 16);
  }

  /** Megabytes a second of a guest that prints nothing but warnings. */
  @Benchmark
  @OperationsPerInvocation(HEALTHY)
  public int megabytesOfWarnings() {
    return scan(warnings, HEALTHY / 16);
  }

  /** Reports a second, each with its header, stack and title. */
  @Benchmark
  public int reports() throws IOException {
    return OopsReader.readAll(new ByteArrayInputStream(report)).size();
  }

  private static int scan(byte[] console, int times) {
    Counter counter = new Counter();
    OopsReader reader = new OopsReader(counter);
    for (int i = 0; i < times; i++) {
      for (int at = 0; at < console.length; at += CHUNK) {
        reader.accept(console, at, Math.min(CHUNK, console.length - at));
      }
    }
    reader.end();
    return counter.reports;
  }

  private static final class Counter implements OopsListener {
    private int reports;

    @Override
    public void crashBegan(String header, CrashType type, long offset) {
      // Counted when it ends.
    }

    @Override
    public void reportEnded(CrashReport ended) {
      reports++;
    }
  }
}
