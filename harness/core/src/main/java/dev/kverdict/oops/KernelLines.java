package dev.kverdict.oops;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Splits console lines into kernel lines. Usually they are the same; but if a program has written
 * half a line, the kernel's next message follows in the same line, and its time stamp shows where
 * it begins.
 */
public final class KernelLines implements ConsoleLines.Sink {

  /**
   * Largest step of a time stamp inside a line after the last one: ten minutes, in microseconds.
   * The time stamp of a copied message, such as one from syslog, is earlier.
   */
  private static final long MAX_STEP = 600_000_000L;

  /** Characters before a quoted time stamp. */
  private static final String QUOTES = " \t\"'`>|(:=";

  /** Ends of the prompts of getty and shells, and what printk says without ending the line. */
  private static final List<byte[]> PROMPTS =
      Stream.of("login: ", "# ", "$ ", "messages dropped ** ")
          .map(p -> p.getBytes(StandardCharsets.US_ASCII))
          .toList();

  /** Receives each line, which is only valid during the call. */
  @FunctionalInterface
  public interface Sink {
    void line(KernelLine line);
  }

  private final Sink sink;
  private final KernelLine line = new KernelLine();
  private final KernelLine probe = new KernelLine();
  private long last = KernelLine.NO_TIME;
  private boolean tagged;

  public KernelLines(Sink sink) {
    this.sink = sink;
  }

  /** Returns whether this console's kernel writes time stamps, as far as seen. */
  boolean stamped() {
    return last != KernelLine.NO_TIME;
  }

  @Override
  public void line(byte[] bytes, int from, int to, long offset) {
    line(bytes, from, to, offset, false);
  }

  /**
   * Takes a line.
   *
   * @param prefixed whether a logger said that it is the kernel's
   */
  void line(byte[] bytes, int from, int to, long offset, boolean prefixed) {
    line.vouch(prefixed);
    int start = from;
    while (start < to) {
      line.read(bytes, start, to, offset + (start - from));
      if (line.micros() != KernelLine.NO_TIME) {
        last = line.micros();
        tagged = line.hasCaller();
      }
      int next = nextStart(bytes, line.textStart(), to);
      line.endAt(next);
      sink.line(line);
      start = next;
    }
  }

  /** Returns where the next kernel line begins, or the end. */
  private int nextStart(byte[] bytes, int from, int to) {
    for (int i = bracket(bytes, from + 1, to); i < to; i = bracket(bytes, i + 1, to)) {
      if (probe.readStamp(bytes, i, to) && believed(bytes, from, i)) {
        return i;
      }
    }
    return to;
  }

  private static int bracket(byte[] bytes, int from, int to) {
    return ByteScan.indexOf(bytes, Math.min(from, to), to, (byte) '[');
  }

  /** Returns whether a time stamp begins a kernel message: after text or a prompt, not quoted. */
  private boolean believed(byte[] bytes, int from, int at) {
    if (endsWithPrompt(bytes, from, at)) {
      return last == KernelLine.NO_TIME || isNext();
    }
    return last != KernelLine.NO_TIME && isNext() && QUOTES.indexOf(bytes[at - 1]) < 0;
  }

  private boolean isNext() {
    return probe.hasCaller() == tagged
        && probe.micros() > last
        && probe.micros() - last <= MAX_STEP;
  }

  static boolean endsWithPrompt(byte[] bytes, int from, int to) {
    return PROMPTS.stream().anyMatch(prompt -> endsWith(bytes, from, to, prompt));
  }

  private static boolean endsWith(byte[] bytes, int from, int to, byte[] end) {
    return to - from >= end.length && Arrays.equals(bytes, to - end.length, to, end, 0, end.length);
  }
}
