package dev.kverdict.oops;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes from the lines of a log what loggers, mail programs and web pages put around the kernel's.
 * A prefix that does not say itself that the line is the kernel's ({@link KnownPrefix}) is learned:
 * it stands before the first line of a report or a time stamp, and its like stands before further
 * lines of a report that follow soon. Lines are held back until that is decided.
 */
final class LogLines implements ConsoleLines.Sink {

  /** Receives the lines, which are only valid during the call. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes a line.
     *
     * @param prefix how many bytes of a prefix that only the kernel's lines have were taken off; 0
     *     if the line had none
     */
    void line(byte[] bytes, int from, int to, long offset, int prefix);
  }

  /** Most lines held back: the first line of a report, and registers and modules before a stack. */
  private static final int MOST_HELD = 48;

  /** Lines of a report that decide: no text happens to have so many of them. */
  private static final int ENOUGH = 3;

  /** Longest prefix, in bytes. */
  private static final int MOST_PREFIX = 160;

  /** Most prefixes of one line: a logger's, a mail's in answer to a mail. */
  private static final int MOST_NESTED = 4;

  /** Most shapes remembered, those that turned out to be no prefix included. */
  private static final int MOST_SHAPES = 64;

  /** Longest name of a host, in characters: hostname(7). */
  private static final int MOST_HOST = 64;

  private static final byte[] KERNEL = "kernel".getBytes(StandardCharsets.US_ASCII);

  private final Sink sink;
  private final KernelLine probe = new KernelLine();

  /** Whether a shape is that of a prefix. */
  private final Map<PrefixShape, Boolean> shapes =
      new LinkedHashMap<>(MOST_SHAPES, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PrefixShape, Boolean> eldest) {
          return size() > MOST_SHAPES;
        }
      };

  /** The shapes that are, for lines without a sign of where a prefix ends. */
  private List<PrefixShape> learned = List.of();

  private final List<HeldLine> held = new ArrayList<>();

  /** Where the text of the first line held begins. */
  private int heldText;

  private int parts;
  private int bareParts;

  /** The last time stamp at the start of a line, or {@link KernelLine#NO_TIME}. */
  private long last = KernelLine.NO_TIME;

  LogLines(Sink sink) {
    this.sink = sink;
  }

  @Override
  public void line(byte[] bytes, int from, int to, long offset) {
    if (Markup.mayBeIn(bytes, from, to)) {
      byte[] plain = Markup.undone(bytes, from, to);
      take(plain, 0, plain.length, offset);
    } else {
      take(bytes, from, to, offset);
    }
  }

  private void take(byte[] bytes, int from, int to, long offset) {
    if (!held.isEmpty()) {
      hold(bytes, from, to, offset);
      return;
    }
    if (learned.isEmpty() && isStampedOnly(bytes, from, to)) { // as most lines are
      last = probe.micros();
      sink.line(bytes, from, to, offset, 0);
      return;
    }
    int text = behindPrefix(bytes, from, to);
    if (text > from) {
      boolean copy = probe.readStamp(bytes, text, to) && probe.micros() <= last;
      sink.line(bytes, copy ? from : text, to, offset, copy ? 0 : text - from);
      return;
    }
    if (probe.readStamp(bytes, from, to)) {
      last = probe.micros();
    } else {
      int behind = candidate(bytes, from, to);
      if (behind > from && shapes.getOrDefault(PrefixShape.of(bytes, from, behind), Boolean.TRUE)) {
        heldText = behind - from;
        parts = 0;
        bareParts = 0;
        hold(bytes, from, to, offset);
        return;
      }
    }
    sink.line(bytes, from, to, offset, 0);
  }

  /** Ends the log; what is still held back has no prefix that could be learned. */
  void end() {
    while (!held.isEmpty()) {
      giveUp();
    }
  }

  private void hold(byte[] bytes, int from, int to, long offset) {
    HeldLine line = new HeldLine(bytes, from, to, offset, 0);
    held.add(line);
    PrefixShape shape = shape();
    int text = shape.end(line.bytes(), 0, line.length());
    if (text >= 0 && isPart(line.bytes(), text) && !repeats(line)) {
      parts++;
    }
    boolean stamped = probe.readStamp(line.bytes(), 0, line.length());
    bareParts += !stamped && isPart(line.bytes(), 0) ? 1 : 0;
    if (parts >= ENOUGH) {
      remember(shape, true);
      release(0);
    } else if (bareParts >= ENOUGH && begun() > 0) {
      held.get(0).passTo(sink, begun());
      release(1);
    } else if (held.size() >= MOST_HELD) {
      giveUp();
    }
  }

  /**
   * Returns whether a line held is one that was held before: a text that is printed over and over.
   */
  private boolean repeats(HeldLine line) {
    return held.subList(0, held.size() - 1).stream().anyMatch(line::same);
  }

  private PrefixShape shape() {
    return PrefixShape.of(held.get(0).bytes(), 0, heldText);
  }

  /**
   * Returns where the report begins in the first line held, if its other lines have no prefix:
   * behind a prompt, or behind half a line and the time stamp that a decoder took from all others.
   */
  private int begun() {
    byte[] first = held.get(0).bytes();
    if (KernelLines.endsWithPrompt(first, 0, heldText) && opens(first, heldText, first.length)) {
      return heldText;
    }
    return last == KernelLine.NO_TIME
            && probe.readStamp(first, heldText, first.length)
            && opens(first, probe.textStart(), first.length)
        ? probe.textStart()
        : 0;
  }

  private void giveUp() {
    remember(shape(), false);
    held.get(0).passTo(sink, 0);
    release(1);
  }

  private void remember(PrefixShape shape, boolean prefix) {
    shapes.put(shape, prefix);
    learned =
        shapes.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }

  /** Takes the lines held back, from an index on, once more. */
  private void release(int from) {
    List<HeldLine> lines = List.copyOf(held.subList(from, held.size()));
    held.clear();
    for (HeldLine line : lines) {
      take(line.bytes(), 0, line.length(), line.offset());
    }
  }

  /** Returns where the text behind all known prefixes begins. */
  private int behindPrefix(byte[] bytes, int from, int to) {
    int text = from;
    for (int i = 0; i < MOST_NESTED; i++) {
      int next = behindOne(bytes, text, to);
      if (next == text) {
        break;
      }
      text = next;
    }
    return text;
  }

  /** Returns whether the kernel's time stamp is all that stands before the text of a line. */
  private boolean isStampedOnly(byte[] bytes, int from, int to) {
    if (!probe.readStamp(bytes, from, to)) {
      return false;
    }
    int text = probe.textStart();
    return (text == to || bytes[text] != '[') && !namesKernel(bytes, text, to);
  }

  private int behindOne(byte[] bytes, int from, int to) {
    for (PrefixShape shape : learned) {
      int end = shape.end(bytes, from, to);
      if (end >= 0) {
        return end;
      }
    }
    if (probe.readStamp(bytes, from, to)) {
      int text = probe.textStart();
      if (probe.readStamp(bytes, text, to)) {
        return text;
      }
      if (!namesKernel(bytes, text, to)) {
        return from;
      }
    }
    return KnownPrefix.end(bytes, from, to);
  }

  /** Returns whether the kernel's name as a program stands here, or behind that of a host. */
  private static boolean namesKernel(byte[] bytes, int from, int to) {
    int word = from < to && bytes[from] == ' ' ? from + 1 : from;
    int blank = ByteScan.indexOf(bytes, word, Math.min(to, word + MOST_HOST), (byte) ' ');
    return startsWithKernel(bytes, word, to) || startsWithKernel(bytes, blank + 1, to);
  }

  private static boolean startsWithKernel(byte[] bytes, int from, int to) {
    int end = from + KERNEL.length;
    return end <= to && Arrays.equals(bytes, from, end, KERNEL, 0, KERNEL.length);
  }

  /** Returns where a report or a line with a time stamp begins; negative if nowhere. */
  private int candidate(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + MOST_PREFIX);
    for (int p = from; p < end; p++) {
      if (bytes[p] == '[' && probe.readStamp(bytes, p, to)) {
        return probe.micros() > last ? p : -1;
      }
      boolean begins = p == from || !Character.isLetterOrDigit(bytes[p - 1]);
      if (begins && opens(bytes, p, to)) {
        return p;
      }
    }
    return -1;
  }

  /** Returns whether a report begins here, whose first line nobody else writes. */
  private boolean opens(byte[] bytes, int from, int to) {
    probe.readText(bytes, from, to);
    if (!HeaderRules.mayOpen(probe)) {
      return false;
    }
    Optional<Header> header = HeaderRules.match(probe.text());
    return header.isPresent() && !header.get().rule().catchesAll();
  }

  /** Returns whether a line is one of a report's from here on. */
  private boolean isPart(byte[] bytes, int from) {
    if (probe.readStamp(bytes, from, bytes.length) || opens(bytes, from, bytes.length)) {
      return true;
    }
    return ReportLine.matches(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
  }
}
