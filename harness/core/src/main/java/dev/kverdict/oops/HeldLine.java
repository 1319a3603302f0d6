package dev.kverdict.oops;

import java.util.Arrays;

/** A copy of a line of a log, held back until it is clear what it is. */
final class HeldLine {

  private final byte[] bytes;
  private final long offset;
  private final boolean prefixed;

  HeldLine(byte[] line, int from, int to, long offset, boolean prefixed) {
    this.bytes = Arrays.copyOfRange(line, from, to);
    this.offset = offset;
    this.prefixed = prefixed;
  }

  /** Returns its bytes, which nobody may change. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return bytes.length;
  }

  /** Returns whether it had a prefix that only the kernel's lines have. */
  boolean prefixed() {
    return prefixed;
  }

  /** Passes the line on from an index on. */
  void passTo(LogLines.Sink sink, int from, boolean asPrefixed) {
    sink.line(bytes, from, bytes.length, offset, asPrefixed);
  }

  /** Passes other bytes on in the place of the line. */
  void replacedBy(byte[] other, LogLines.Sink sink) {
    sink.line(other, 0, other.length, offset, prefixed);
  }

  long offset() {
    return offset;
  }

  /** Returns whether another line has the same bytes. */
  boolean same(HeldLine other) {
    return Arrays.equals(bytes, other.bytes);
  }
}
