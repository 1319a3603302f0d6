package dev.kverdict.oops;

/**
 * Makes kernel lines of console lines. Usually they are the same; but when someone has written half
 * a line, the kernel's next message follows it in the same line, and its time stamp shows where it
 * begins.
 */
final class KernelLines implements ConsoleLines.Sink {

  /**
   * A time stamp inside a line is believed if it is later than the last, by no more than this: ten
   * minutes, in microseconds. A copy of a message that is already on the console (syslog writes
   * such) and most quoted text are not.
   */
  private static final long MAX_STEP = 600_000_000L;

  /** Told each line; the line is only valid during the call. */
  @FunctionalInterface
  interface Sink {
    void line(KernelLine line);
  }

  private final Sink sink;
  private final KernelLine line = new KernelLine();
  private final KernelLine probe = new KernelLine();
  private long last = KernelLine.NO_TIME;
  private boolean tagged;

  KernelLines(Sink sink) {
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
    if (last == KernelLine.NO_TIME) {
      return to;
    }
    for (int i = from + 1; i < to; i++) {
      if (bytes[i] == '['
          && probe.readStamp(bytes, i, to)
          && probe.hasCaller() == tagged
          && probe.micros() > last
          && probe.micros() - last <= MAX_STEP) {
        return i;
      }
    }
    return to;
  }
}
