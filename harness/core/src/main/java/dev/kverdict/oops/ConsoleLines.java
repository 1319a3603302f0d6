package dev.kverdict.oops;

import java.io.IOException;
import java.io.InputStream;

/**
 * Splits a stream of bytes into lines with their offsets. A line ends at a carriage return or a
 * line feed, as on a terminal; empty lines are dropped, so CRLF ends one line. A line within one
 * chunk is not copied.
 */
public final class ConsoleLines {

  /** Longer than any line of a report, in bytes; the rest of a longer line is dropped. */
  static final int MAX_LINE = 2048;

  /** Receives each line; the bytes are only valid during the call. */
  @FunctionalInterface
  interface Sink {
    void line(byte[] bytes, int from, int to, long offset);
  }

  private static final int CHUNK = 1 << 16;

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

  /** Takes all bytes of a stream, and ends it. */
  public void readAll(InputStream console) throws IOException {
    byte[] buffer = new byte[CHUNK];
    for (int n = console.read(buffer); n >= 0; n = console.read(buffer)) {
      accept(buffer, 0, n);
    }
    end();
  }

  private static int lineEnd(byte[] buffer, int from, int to) {
    return ByteScan.indexOfEither(buffer, from, to, (byte) '\n', (byte) '\r');
  }

  /** Ends the stream; an unfinished line counts, too. */
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
