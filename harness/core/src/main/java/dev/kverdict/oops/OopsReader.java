package dev.kverdict.oops;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a console in chunks of any size and reports the crashes in it. Memory is bounded whatever
 * the guest prints. Not thread-safe.
 */
public final class OopsReader {

  /** A report without an end marker ends after this many lines of its context. */
  private static final int MAX_REPORT_LINES = 1500;

  private final OopsListener listener;
  private final ConsoleLines lines = new ConsoleLines(this::line);
  private @Nullable ReportInProgress open;
  private int openLines;
  private boolean afterEnd;

  /** Creates a reader that tells the listener what it finds. */
  public OopsReader(OopsListener listener) {
    this.listener = listener;
  }

  /**
   * All reports of a console.
   *
   * @throws IOException when the stream fails
   */
  public static List<CrashReport> readAll(InputStream console) throws IOException {
    List<CrashReport> reports = new ArrayList<>();
    OopsReader reader =
        new OopsReader(
            new OopsListener() {
              @Override
              public void crashBegan(String header, long offset) {}

              @Override
              public void reportEnded(CrashReport report) {
                reports.add(report);
              }
            });
    byte[] buffer = new byte[1 << 16];
    for (int n = console.read(buffer); n >= 0; n = console.read(buffer)) {
      reader.accept(buffer, 0, n);
    }
    reader.end();
    return List.copyOf(reports);
  }

  /** Takes the next bytes of the console. */
  public void accept(byte[] buffer, int offset, int length) {
    lines.accept(buffer, offset, length);
  }

  /** Ends the console: a report still open is ended as it stands. */
  public void end() {
    lines.end();
    close();
  }

  private void line(String text, long offset) {
    KernelLine line = KernelLine.of(text);
    Optional<Rules.Header> header = Rules.header(line.text());
    ReportInProgress current = open;
    if (header.isPresent()) {
      if (current != null && followsUp(header.get())) {
        if (header.get().kind() == Rules.Kind.PANIC) {
          current.panicked();
        }
        current.add(line.text());
        return;
      }
      close();
      open = new ReportInProgress(header.get(), line, offset);
      openLines = 0;
      afterEnd = false;
      listener.crashBegan(line.text(), offset);
      return;
    }
    if (current == null || !current.takes(line)) {
      return;
    }
    if (afterEnd && line.text().startsWith("---[ end Kernel panic")) {
      close();
      return;
    }
    current.add(line.text());
    if (line.text().startsWith("---[ end trace")) {
      // A panic may still follow; it belongs to this report.
      afterEnd = true;
    }
    if (++openLines > MAX_REPORT_LINES) {
      close();
    }
  }

  /**
   * Whether a header continues the open report: the trap behind a BUG, the panic behind an oops. A
   * report that has ended is followed up by a panic only.
   */
  private boolean followsUp(Rules.Header header) {
    return header.kind() == Rules.Kind.PANIC
        || (!afterEnd
            && (header.title().startsWith("invalid opcode")
                || header.title().startsWith("PANIC: double fault")));
  }

  private void close() {
    ReportInProgress done = open;
    open = null;
    afterEnd = false;
    if (done != null) {
      listener.reportEnded(done.finish());
    }
  }
}
