package dev.kverdict.oops;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a console in chunks of any size and reports the crashes in it. Memory is bounded whatever
 * the guest prints: lines and reports are cut, and no more than {@value #MAX_REPORTS} reports are
 * opened. Not thread-safe.
 */
public final class OopsReader {

  /** Most reports of a console; the first is the cause, later ones are its consequences. */
  public static final int MAX_REPORTS = 500;

  /** Contexts whose reports are collected at the same time; more would need as many broken CPUs. */
  private static final int MAX_PENDING = 16;

  /** Uptime after which a kernel has booted, in microseconds; its first line has 0. */
  private static final long UP = 1_000_000;

  /** init/version-timestamp.c, linux_banner. */
  private static final String BANNER = "Linux version ";

  private static final byte[] BANNER_BYTES = BANNER.getBytes(StandardCharsets.US_ASCII);

  private final OopsListener listener;
  private final boolean programs;
  private final KernelLines kernelLines = new KernelLines(this::line);
  private final ConsoleLines lines = new ConsoleLines(kernelLines);

  /** In the order of the console; the first is delivered as soon as it is complete. */
  private final Deque<PendingReport> pending = new ArrayDeque<>();

  /**
   * What may be reports, until it is clear whether the kernel or its boot loader wrote them. Both
   * warn, and before the kernel's first line nothing tells them apart.
   */
  private final List<PendingReport> early = new ArrayList<>();

  private boolean kernelRuns;

  private int opened;

  /** True once the kernel has been up, so that another boot is a reboot. */
  private boolean up;

  /** Offset of the first report of this boot, or negative before there is one. */
  private long cause = -1;

  /** Creates a reader of a console, which reports to a listener. */
  public OopsReader(OopsListener listener) {
    this(listener, false);
  }

  /**
   * @param programs whether the end of a program that tests the kernel counts as a crash, and a
   *     report without the time stamps that the kernel prints, if a decoder has processed it
   */
  OopsReader(OopsListener listener, boolean programs) {
    this.listener = Objects.requireNonNull(listener, "listener");
    this.programs = programs;
  }

  /**
   * Returns all reports of a console, in its order, at most {@value #MAX_REPORTS}.
   *
   * @throws IOException if the stream fails
   */
  public static List<CrashReport> readAll(InputStream console) throws IOException {
    List<CrashReport> reports = new ArrayList<>();
    OopsReader reader = new OopsReader(reports::add);
    reader.lines.readAll(console);
    reader.end();
    return List.copyOf(reports);
  }

  /** Takes the next bytes of the console. */
  public void accept(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    lines.accept(buffer, offset, length);
  }

  /** Ends the console, and with it all open reports. */
  public void end() {
    lines.end();
    open(early);
    pending.forEach(PendingReport::close);
    deliver();
  }

  /** Takes a line of a log, maybe without the prefix of a logger that names the kernel. */
  void line(byte[] bytes, int from, int to, long offset, boolean prefixed) {
    kernelLines.line(bytes, from, to, offset, prefixed);
  }

  private void line(KernelLine line) {
    if (!kernelRuns && (line.isKernels() || line.startsWith(BANNER_BYTES))) {
      kernelRuns = true;
      early.clear();
    }
    boolean mayOpen = HeaderRules.mayOpen(line);
    if (mayOpen || !pending.isEmpty()) {
      read(line, mayOpen);
    }
    up |= line.micros() >= UP;
  }

  private void read(KernelLine line, boolean mayOpen) {
    // A kernel with time stamps puts one before every line: the other lines are a program's.
    boolean foreign = !line.isKernels() && kernelLines.stamped();
    String text = line.text();
    Optional<Header> header = mayOpen ? HeaderRules.match(text) : Optional.empty();
    if (header.isPresent() && counts(header.get(), text, foreign)) {
      header(header.get(), text, line, foreign);
    } else {
      add(line.caller(), foreign, text);
    }
    deliver();
  }

  /**
   * Returns whether a header is a crash in its context. Leaks are in a file that a program reads,
   * so a program's line may report one; in a log from elsewhere, so may what a decoder has
   * processed, as no program prints that and decoders may drop the time stamps. The first boot of a
   * machine is not a crash. On a reboot the decompressor prints first, without a time stamp, and
   * then the kernel, with one if it had one before; so a banner without one is a program's copy of
   * /proc/version.
   */
  private boolean counts(Header header, String text, boolean foreign) {
    if (header.family() == Family.PROGRAM) {
      return programs;
    }
    boolean banner = text.startsWith(BANNER);
    if (header.family() != Family.REBOOT) {
      return !foreign
          || header.rule().type() == CrashType.LEAK
          || (programs && StackLine.wasDecoded(text));
    }
    if (foreign && banner) {
      return false;
    }
    boolean again = up;
    up = banner;
    return again;
  }

  private void header(Header header, String text, KernelLine line, boolean foreign) {
    if (!kernelRuns && header.rule().catchesAll()) {
      if (early.size() < MAX_PENDING) {
        early.add(new PendingReport(header, text, line, foreign, opened));
      }
      return;
    }
    kernelRuns = true;
    open(early);
    PendingReport open = newestFor(line.caller(), foreign);
    int round = opened;
    boolean interrupts = false;
    if (open != null) {
      if (pending.stream().anyMatch(r -> r.collects() && r.repeats(text, line.micros()))) {
        return;
      }
      if (open.isContinuedBy(header, text)) {
        add(line.caller(), foreign, text);
        if (header.family() == Family.PANIC) {
          panic(open.round());
        }
        return;
      }
      if (open.family() == Family.HANG && header.family() == Family.HANG) {
        open.waitForRound();
        round = open.round();
      } else if (open.lacksStack() || (header.family() == Family.NOTICE && open.unfinished())) {
        interrupts = true;
        open.interrupt();
        round = open.round();
      } else {
        closeRound(open.round());
      }
    }
    if (header.family() == Family.REBOOT) {
      pending.forEach(PendingReport::close);
    }
    if (opened >= MAX_REPORTS) {
      return;
    }
    if (interrupts) {
      add(line.caller(), foreign, text);
    }
    open(new PendingReport(header, text, line, foreign, round));
  }

  private void open(PendingReport report) {
    opened++;
    pending.add(report);
    listener.crashBegan(report.firstLine(), report.type(), report.offset());
  }

  private void open(List<PendingReport> reports) {
    reports.forEach(
        report -> {
          report.close();
          open(report);
        });
    reports.clear();
  }

  /** Returns whether a report is being written whose end was not seen yet. */
  public boolean unfinished() {
    return pending.stream().anyMatch(PendingReport::unfinished);
  }

  private void add(String caller, boolean foreign, String text) {
    pending.stream().filter(r -> r.takes(caller, foreign)).forEach(r -> r.add(text));
  }

  private @Nullable PendingReport newestFor(String caller, boolean foreign) {
    Iterator<PendingReport> newest = pending.descendingIterator();
    while (newest.hasNext()) {
      PendingReport report = newest.next();
      if (report.takes(caller, foreign)) {
        return report;
      }
    }
    return null;
  }

  private void panic(int round) {
    pending.stream().filter(r -> r.round() == round && !r.done()).forEach(PendingReport::panic);
  }

  private void closeRound(int round) {
    pending.stream().filter(r -> r.round() == round).forEach(PendingReport::close);
  }

  /** Delivers complete reports, each only after those that began earlier. */
  private void deliver() {
    PendingReport first = pending.peek();
    while (first != null && (whole(first) || pending.size() > MAX_PENDING)) {
      pending.remove();
      if (cause < 0 || first.family() == Family.REBOOT) {
        cause = first.offset();
      }
      listener.reportEnded(first.finish(cause));
      first = pending.peek();
    }
  }

  /**
   * Returns whether a report is complete; one that waits for its round is when nothing of the round
   * is collected any more.
   */
  private boolean whole(PendingReport report) {
    return report.done()
        || (!report.collects()
            && pending.stream().noneMatch(r -> r.round() == report.round() && r.collects()));
  }
}
