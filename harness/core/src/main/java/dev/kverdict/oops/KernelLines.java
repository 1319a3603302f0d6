package dev.kverdict.oops;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes kernel lines of console lines. Usually they are the same; but when someone has written half
 * a line, the kernel's next message follows it in the same line, and its time stamp shows where it
 * begins.
 */
public final class KernelLines implements ConsoleLines.Sink {

  /**
   * A time stamp inside a line must be later than the last, by no more than this: ten minutes, in
   * microseconds. A copy of a message that is already on the console (syslog writes such) is not.
   */
  private static final long MAX_STEP = 600_000_000L;

  /** What stands before a time stamp that someone quotes. */
  private static final String QUOTES = " \t\"'`>|(:=";

  /** The ends of the prompts of getty and the shells. */
  private static final List<byte[]> PROMPTS =
      Stream.of("login: ", "# ", "$ ").map(p -> p.getBytes(StandardCharsets.US_ASCII)).toList();

  /** Told each line; the line is only valid during the call. */
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

  /** Whether this console's kernel writes time stamps, as far as seen. */
  boolean stamped() {
    return last != KernelLine.NO_TIME;
  }

  @Override
  public void line(byte[] bytes, int from, int to, long offset) {
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

  /** Where the next kernel line begins behind a place, or the end. */
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

  /** Text that goes on in the kernel's name: words broken off, or a prompt; no quotation. */
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

  private static boolean endsWithPrompt(byte[] bytes, int from, int to) {
    return PROMPTS.stream().anyMatch(prompt -> endsWith(bytes, from, to, prompt));
  }

  private static boolean endsWith(byte[] bytes, int from, int to, byte[] end) {
    return to - from >= end.length && Arrays.equals(bytes, to - end.length, to, end, 0, end.length);
  }
}
