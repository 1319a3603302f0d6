package dev.kverdict.oops;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A report whose lines are still being collected, or that waits for earlier ones. */
final class PendingReport {

  private enum State {
    /** Its lines are arriving. */
    OPEN,
    /** Its end was seen; registers and a panic may still follow. */
    TRAILING,
    /** The kernel panics because of it. */
    PANICKING,
    /** Another report of the same round of checks follows; a panic would concern both. */
    WAITING,
    /** Nothing more belongs to it. */
    DONE
  }

  /** Most lines of a report's context; hung-task reports with all locks reach hundreds. */
  private static final int MAX_LINES = 1500;

  /**
   * Most lines of its context between the end of an oops and its panic. Between a hang and its
   * panic there may be the stacks of all processors, as many lines as a report can have.
   */
  private static final int MAX_TRAILING = 64;

  /** Most functions inlined into the one in a header. */
  private static final int MAX_INLINED = 32;

  /** Most characters kept of a report's text. */
  private static final int MAX_TEXT = 128 << 10;

  /**
   * Shortest text of a panic, in characters, that can be told from a word that happens to occur.
   */
  private static final int LEAST_REASON = 12;

  private static final Pattern END = Pattern.compile("---\\[ end trace .*");
  private static final Pattern PANIC_END =
      Pattern.compile("(?:---\\[ end Kernel panic|Rebooting in \\d+ seconds).*");

  /** The line that closes a sanitizer's report; the same line precedes its header. */
  private static final Pattern CLOSING_RULE = Pattern.compile("={40,}");

  private static final Pattern REGISTERS =
      Pattern.compile(
          "(?:RIP|EIP|Code|RSP|ESP|R[A-DS0-9][A-Z0-9]|E[A-D]X|FS|CS|CR[0-9]|DR[0-9]|PKRU)"
              + " ?:.*|note: .*");

  private final Header header;
  private final String firstLine;
  private final String caller;
  private final boolean foreign;
  private final long micros;
  private final long offset;
  private final int round;
  private final List<String> text = new ArrayList<>();
  private State state = State.OPEN;
  private int seen;
  private int trailing;
  private int textLength;

  /** How many of its lines are certainly its own, or negative while all are. */
  private int own = -1;

  private boolean frames;
  private boolean dropped;
  private boolean panicked;

  /**
   * @param header the header that opened it
   * @param firstLine the line of the header
   * @param line the view of that line
   * @param foreign whether a program wrote it and what follows
   * @param round the round of checks; a panic concerns all its reports
   */
  PendingReport(Header header, String firstLine, KernelLine line, boolean foreign, int round) {
    this.header = header;
    this.firstLine = firstLine;
    this.caller = line.caller();
    this.foreign = foreign;
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

  CrashType type() {
    return header.rule().type();
  }

  String firstLine() {
    return firstLine;
  }

  int round() {
    return round;
  }

  /** Returns whether further lines of this caller, kernel or program, belong to it. */
  boolean takes(String lineCaller, boolean lineForeign) {
    return collects() && foreign == lineForeign && caller.equals(lineCaller);
  }

  /** Returns whether lines may still be added. */
  boolean collects() {
    return state != State.DONE && state != State.WAITING;
  }

  boolean done() {
    return state == State.DONE;
  }

  /** Returns whether the kernel is still writing it: no end was seen. */
  boolean unfinished() {
    return state == State.OPEN || state == State.PANICKING;
  }

  /** Returns whether a header is this report's own, printed again after messages were lost. */
  boolean repeats(String line, long time) {
    return firstLine.equals(line) && time == micros && (time != KernelLine.NO_TIME || dropped);
  }

  /**
   * Returns whether a header continues this report. A decoder splits a header into one line for
   * each inlined function, and kmemleak prints two lines.
   */
  boolean isContinuedBy(Header next, String line) {
    if (header.family() == Family.LANGUAGE) {
      return state == State.OPEN && next.family() != Family.LANGUAGE;
    }
    if (isTitledLike(next) && isStillHeader()) {
      return true;
    }
    return switch (next.family()) {
      case TRAP -> state == State.OPEN;
      case OBJECT -> collects();
      case PANIC ->
          collects()
              && (header.family().fatal() || HeaderRules.isConsequence(line) || isReason(next));
      default -> false;
    };
  }

  private boolean isTitledLike(Header other) {
    return header.rule().titles().get(0).equals(other.rule().titles().get(0));
  }

  /** Returns whether all lines so far are its header, with one for each inlined function. */
  private boolean isStillHeader() {
    return seen == 0
        || (seen <= MAX_INLINED
            && text.stream().allMatch(line -> SplitHeader.isPlace(line) || isInlined(line)));
  }

  private boolean isInlined(String line) {
    return SplitHeader.isInlined(line)
        && HeaderRules.match(line).filter(this::isTitledLike).isPresent();
  }

  /** Returns whether a panic gives this report as its reason, as schedule() did before 6.3. */
  private boolean isReason(Header panic) {
    String reason = panic.values().getOrDefault("text", "");
    return reason.length() >= LEAST_REASON && firstLine.contains(reason);
  }

  /**
   * Returns whether it still lacks its stack. A crash that begins now either happened while the
   * kernel reported this one, further down the same stack, or is another processor's, whose lines
   * cannot be distinguished: both reports take what follows.
   */
  boolean lacksStack() {
    return state == State.OPEN && !frames && header.family().hasStack();
  }

  void add(String line) {
    if (!collects()) {
      return;
    }
    if (state == State.TRAILING && !frames && StackLine.isMarker(line)) {
      state = State.OPEN; // arm64 printed its stack after the end until 4.13
    }
    if (state != State.TRAILING || REGISTERS.matcher(line).matches()) {
      keep(line);
    }
    dropped |= line.contains("printk messages dropped");
    frames |= StackLine.isFrame(line);
    advance(line);
    if (++seen >= MAX_LINES || (state == State.TRAILING && ++trailing > maxTrailing())) {
      state = State.DONE;
    }
  }

  private int maxTrailing() {
    return header.family() == Family.HANG ? MAX_LINES : MAX_TRAILING;
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

  /**
   * Another report begins before this one's stack. Without caller tags nobody can say whose the
   * stack is that follows.
   */
  void interrupt() {
    if (own < 0 && caller.isEmpty() && !frames) {
      own = text.size();
    }
  }

  /** Marks that another report follows in its context. */
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

  /** Returns the report from the lines so far. */
  CrashReport finish(long cause) {
    return new ReportParser(header, text, own < 0 ? text.size() : own)
        .report(panicked, offset, cause);
  }

  long offset() {
    return offset;
  }
}
