package dev.kverdict.oops;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads logs in the forms in which people have them: as the kernel printed them, from a logger, a
 * mail, a web page or another system's terminal. A console that is still being written is read by
 * an {@link OopsReader}, which trusts only what the kernel puts before its lines.
 */
public final class LogReader {

  /** The bytes in which no line of a kernel's may appear: a device would go on for ever. */
  private static final long MOST_FOREIGN = 256 << 20;

  private final long most;
  private final KernelLine probe = new KernelLine();
  private final List<CrashReport> reports = new ArrayList<>();
  private final OopsReader reader = new OopsReader(reports::add, true);
  private boolean kernel;

  private LogReader(long most) {
    this.most = most;
  }

  /**
   * What a log holds.
   *
   * @param reports the crashes, in the log's order, at most {@value OopsReader#MAX_REPORTS}
   * @param kernel whether any line looks like a kernel's
   */
  public record Log(List<CrashReport> reports, boolean kernel) {
    public Log {
      reports = List.copyOf(reports);
    }

    /** Returns a copy with details from debug information. */
    public Log with(Symbols symbols) {
      return new Log(reports.stream().map(report -> report.with(symbols)).toList(), kernel);
    }
  }

  /**
   * Reads a log to its end. Offsets count bytes of the log in UTF-8.
   *
   * @throws IOException if the stream fails, or begins with 256 MiB of something else
   */
  public static Log read(InputStream log) throws IOException {
    return read(log, MOST_FOREIGN);
  }

  static Log read(InputStream log, long most) throws IOException {
    return new LogReader(most).all(log);
  }

  private Log all(InputStream log) throws IOException {
    Rewrap rewrap = new Rewrap(this::line);
    LogLines lines = new LogLines(rewrap);
    new ConsoleLines(lines).readAll(QuotedPrintable.decoded(LogEncoding.utf8(new Watched(log))));
    lines.end();
    rewrap.end();
    reader.end();
    return new Log(reports, kernel || !reports.isEmpty());
  }

  /** A stream that ends in an error once nothing of a kernel is to be expected in it. */
  private final class Watched extends FilterInputStream {
    private long passed;

    Watched(InputStream log) {
      super(log);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (passed > most && !kernel && reports.isEmpty()) {
        throw new IOException(
            "no line in its first %d MiB looks like a kernel's".formatted(most >> 20));
      }
      int count = super.read(bytes, from, length);
      passed += Math.max(0, count);
      return count;
    }
  }

  private void line(byte[] bytes, int from, int to, long offset, int prefix) {
    boolean prefixed = prefix > 0;
    kernel = kernel || prefixed || looksLikeOne(bytes, from, to);
    reader.line(bytes, from, to, offset, prefixed);
  }

  private boolean looksLikeOne(byte[] bytes, int from, int to) {
    probe.read(bytes, from, to, 0);
    if (probe.micros() != KernelLine.NO_TIME) {
      return true;
    }
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return ReportLine.matches(text) || ReportLine.isHealthy(text);
  }
}
