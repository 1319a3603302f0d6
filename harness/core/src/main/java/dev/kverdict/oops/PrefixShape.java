package dev.kverdict.oops;

import java.util.Arrays;

/**
 * What the prefixes of a logger have in common: the same text, except that numbers differ, and may
 * be padded.
 */
final class PrefixShape {

  /** Stands for a number with the blanks before it; a line of text has no zero bytes. */
  private static final byte NUMBER = 0;

  private final byte[] shape;

  private PrefixShape(byte[] shape) {
    this.shape = shape;
  }

  /** Returns the shape of a prefix. */
  static PrefixShape of(byte[] bytes, int from, int to) {
    byte[] shape = new byte[to - from];
    int length = 0;
    for (int p = from; p < to; ) {
      int end = numberEnd(bytes, p, to);
      shape[length++] = end > p ? NUMBER : bytes[p];
      p = Math.max(end, p + 1);
    }
    return new PrefixShape(Arrays.copyOf(shape, length));
  }

  /** Returns where the text behind a prefix of this shape begins, or a negative number. */
  int end(byte[] bytes, int from, int to) {
    int p = from;
    for (byte wanted : shape) {
      if (wanted == NUMBER) {
        int end = numberEnd(bytes, p, to);
        if (end == p) {
          return -1;
        }
        p = end;
      } else if (p < to && bytes[p] == wanted) {
        p++;
      } else {
        return -1;
      }
    }
    return p;
  }

  /**
   * Returns the end of a number that may have blanks before it, or {@code from} if none is here.
   */
  private static int numberEnd(byte[] bytes, int from, int to) {
    int digits = from;
    while (digits < to && bytes[digits] == ' ') {
      digits++;
    }
    int p = digits;
    while (p < to && bytes[p] >= '0' && bytes[p] <= '9') {
      p++;
    }
    return p == digits ? from : p;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrefixShape same && Arrays.equals(shape, same.shape);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shape);
  }
}
