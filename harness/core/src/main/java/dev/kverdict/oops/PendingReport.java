package dev.kverdict.oops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A report whose lines are still being collected, or that waits for its place in the order. */
final class PendingReport {

  private enum State {
    /** Its lines come. */
    OPEN,
    /** Its end was seen; registers and a panic may still follow. */
    TRAILING,
    /** The kernel panics because of it. */
    PANICKING,
    /** Another report of the same round of checks follows; a panic would be for both. */
    WAITING,
    /** Nothing more belongs to it. */
    DONE
  }

  /**
   * The lines of its context a report can have; hung-task reports with all locks reach hundreds.
   */
  private static final int MAX_LINES = 1500;

  /** The lines of its context within which a panic follows the end of an oops. */
  private static final int MAX_TRAILING = 64;

  /** What is kept of a report's text, in characters. */
  private static final int MAX_TEXT = 128 << 10;

  private static final Pattern END = Pattern.compile("---\\[ end trace .*");
  private static final Pattern PANIC_END =
      Pattern.compile("(?:---\\[ end Kernel panic|Rebooting in \\d+ seconds).*");

  /** The line that closes a sanitizer's report; one like it stands before the header. */
  private static final Pattern CLOSING_RULE = Pattern.compile("={40,}");

  private static final Pattern REGISTERS =
      Pattern.compile(
          "(?:RIP|EIP|Code|RSP|ESP|R[A-DS0-9][A-Z0-9]|E[A-D]X|FS|CS|CR[0-9]|DR[0-9]|PKRU)"
              + " ?:.*|note: .*");
  private static final Pattern ACCESS = Pattern.compile("(Read|Write) (?:of size|at addr) .*");
  private static final Pattern TIME_INSIDE = Pattern.compile("\\[\\s*\\d+\\.\\d{6}\\]");

  private final Header header;
  private final String firstLine;
  private final String caller;
  private final long micros;
  private final long offset;
  private final int round;
  private final List<String> text = new ArrayList<>();
  private State state = State.OPEN;
  private int seen;
  private int trailing;
  private int textLength;
  private boolean frames;
  private boolean dropped;
  private boolean panicked;
  private String lastLine = "";

  /**
   * @param header what opened it
   * @param firstLine the line that did
   * @param line where that line is
   * @param round reports of the same round panic together
   */
  PendingReport(Header header, String firstLine, KernelLine line, int round) {
    this.header = header;
    this.firstLine = firstLine;
    this.caller = line.caller();
    this.micros = line.micros();
    this.offset = line.offset();
    this.round = round;
    keep(firstLine);
    if (header.family() == Family.PANIC) {
      panic();
    }
  }

  Family family() {
    return header.family();
  }

  int round() {
    return round;
  }

  /** Whether lines of this caller belong to it. */
  boolean takes(String lineCaller) {
    return state != State.DONE && caller.equals(lineCaller);
  }

  /** Whether lines may still be added. */
  boolean collects() {
    return state != State.DONE && state != State.WAITING;
  }

  boolean done() {
    return state == State.DONE;
  }

  /** Whether a header is this report's own, printed again after messages were lost. */
  boolean repeats(String line, long time) {
    return firstLine.equals(line) && time == micros && (time != KernelLine.NO_TIME || dropped);
  }

  /** Whether a header only goes on with this report. */
  boolean isContinuedBy(Header next, String line) {
    return switch (next.family()) {
      case TRAP -> state == State.OPEN;
      case PANIC -> collects() && (header.family().fatal() || HeaderRules.isConsequence(line));
      default -> false;
    };
  }

  void add(String line) {
    if (!collects()) {
      return;
    }
    if (state != State.TRAILING || REGISTERS.matcher(line).matches()) {
      keep(line);
      lastLine = line;
    }
    dropped |= line.contains("printk messages dropped");
    frames |= StackLine.isFrame(line);
    advance(line);
    if (++seen >= MAX_LINES || (state == State.TRAILING && ++trailing > MAX_TRAILING)) {
      state = State.DONE;
    }
  }

  private void advance(String line) {
    switch (state) {
      case OPEN -> {
        if (END.matcher(line).matches() || (frames && CLOSING_RULE.matcher(line).matches())) {
          state = State.TRAILING;
        }
      }
      case PANICKING -> {
        if (PANIC_END.matcher(line).matches()) {
          state = State.DONE;
        }
      }
      case TRAILING, WAITING, DONE -> {}
    }
  }

  /** The kernel panics because of it. */
  void panic() {
    panicked = true;
    if (state != State.WAITING) {
      state = State.PANICKING;
    }
  }

  /** Another report follows in its context. */
  void waitForRound() {
    state = State.WAITING;
  }

  void close() {
    state = State.DONE;
  }

  private void keep(String line) {
    if (text.size() < CrashReport.MAX_LINES && textLength + line.length() <= MAX_TEXT) {
      text.add(line);
      textLength += line.length();
    }
  }

  /** The report as it stands. */
  CrashReport finish() {
    FrameChoice choice = new FrameChoice(header, StackLine.read(text));
    Optional<String> function =
        header.rule().namesFrame() ? choice.function() : header.function().map(Symbol::plain);
    CrashTitle title = new CrashTitle(header, function, access());
    boolean cut = header.family().needsTrace() && !choice.hasTrace();
    boolean corrupted =
        title.incomplete()
            || cut
            || StackLine.isMarker(lastLine)
            || TIME_INSIDE.matcher(firstLine).find();
    return new CrashReport(
        title.title(),
        title.alternatives(),
        severity(title.title()),
        function.map(Symbol::folded).orElse(null),
        header.source().orElse(null),
        corrupted,
        panicked,
        offset,
        text);
  }

  private Severity severity(String title) {
    return switch (header.family()) {
      case WARNING -> Severity.WARNING;
      case LOCK -> Severity.LOCKING;
      case TRACE -> title.startsWith("WARNING: suspicious RCU") ? Severity.LOCKING : Severity.FATAL;
      case OOPS, TRAP, BARE, STALL, HANG, PANIC, NOTICE -> Severity.FATAL;
    };
  }

  private Optional<String> access() {
    return text.stream()
        .map(ACCESS::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1))
        .findFirst();
  }
}
