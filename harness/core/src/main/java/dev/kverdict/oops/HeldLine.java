package dev.kverdict.oops;

import java.util.Arrays;

/** A copy of a line of a log, held back until it is clear what it is. */
final class HeldLine {

  private final byte[] prefix;
  private final byte[] bytes;
  private final long offset;

  /**
   * @param from where its text begins
   * @param prefix how many bytes before that are its prefix, or none
   */
  HeldLine(byte[] line, int from, int to, long offset, int prefix) {
    this.prefix = Arrays.copyOfRange(line, from - prefix, from);
    this.bytes = Arrays.copyOfRange(line, from, to);
    this.offset = offset;
  }

  /** Returns the bytes of its text, which nobody may change. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return bytes.length;
  }

  /** Returns the length of its prefix, which only the kernel's lines have; 0 if it has none. */
  int prefix() {
    return prefix.length;
  }

  /** Returns a part of its prefix; fewer bytes if it ends before. */
  byte[] prefixFrom(int from, int length) {
    int start = Math.min(from, prefix.length);
    return Arrays.copyOfRange(prefix, start, Math.min(prefix.length, start + length));
  }

  /** Passes the line on from an index on, before which its prefix is. */
  void passTo(LogLines.Sink sink, int from) {
    sink.line(bytes, from, bytes.length, offset, from);
  }

  /** Passes other bytes on in the place of the line's text. */
  void replacedBy(byte[] other, LogLines.Sink sink) {
    sink.line(other, 0, other.length, offset, prefix.length);
  }

  long offset() {
    return offset;
  }

  /** Returns whether another line has the same text. */
  boolean same(HeldLine other) {
    return Arrays.equals(bytes, other.bytes);
  }
}
