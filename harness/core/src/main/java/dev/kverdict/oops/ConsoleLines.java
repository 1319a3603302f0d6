package dev.kverdict.oops;

/**
 * Cuts a stream of bytes into lines, each with its place. A line ends at a carriage return or a
 * line feed, as a terminal would show it; empty lines are dropped, so CRLF ends one line. A line
 * that lies in one chunk is not copied.
 */
public final class ConsoleLines {

  /** More bytes than any line of a report has; the rest of a longer line is dropped. */
  static final int MAX_LINE = 2048;

  /** Told each line; the bytes are only valid during the call. */
  @FunctionalInterface
  interface Sink {
    void line(byte[] bytes, int from, int to, long offset);
  }

  private final Sink sink;
  private final byte[] carried = new byte[MAX_LINE];
  private int carriedLength;
  private long lineStart;
  private long position;

  public ConsoleLines(Sink sink) {
    this.sink = sink;
  }

  public void accept(byte[] buffer, int offset, int length) {
    int end = offset + length;
    int from = offset;
    for (int at = lineEnd(buffer, from, end); at < end; at = lineEnd(buffer, from, end)) {
      emit(buffer, from, at);
      from = at + 1;
      lineStart = position + (from - offset);
    }
    carry(buffer, from, end);
    position += length;
  }

  private static int lineEnd(byte[] buffer, int from, int to) {
    return ByteScan.indexOfEither(buffer, from, to, (byte) '\n', (byte) '\r');
  }

  /** Ends the stream: what is left is a line too. */
  public void end() {
    emit(carried, 0, 0);
  }

  private void emit(byte[] buffer, int from, int to) {
    if (carriedLength > 0) {
      carry(buffer, from, to);
      int length = carriedLength;
      carriedLength = 0;
      sink.line(carried, 0, length, lineStart);
    } else if (to > from) {
      sink.line(buffer, from, Math.min(to, from + MAX_LINE), lineStart);
    }
  }

  private void carry(byte[] buffer, int from, int to) {
    int length = Math.min(to - from, MAX_LINE - carriedLength);
    System.arraycopy(buffer, from, carried, carriedLength, length);
    carriedLength += length;
  }
}
