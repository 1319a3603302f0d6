package dev.kverdict.oops;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds single bytes, eight at a time, because a console must be read faster than a guest can
 * print. The zero-byte test is Mycroft's (1987): a word has a zero byte exactly when {@code (w -
 * 01..) & ~w & 80..} is not zero, and the lowest bit set there belongs to the first one.
 */
final class ByteScan {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private ByteScan() {}

  /** Returns the first index of a byte in {@code bytes[from..to)}, or {@code to}. */
  static int indexOf(byte[] bytes, int from, int to, byte wanted) {
    return indexOfEither(bytes, from, to, wanted, wanted);
  }

  /** Returns the first index of either of two bytes in {@code bytes[from..to)}, or {@code to}. */
  static int indexOfEither(byte[] bytes, int from, int to, byte one, byte other) {
    long ones = ONES * (one & 0xff);
    long others = ONES * (other & 0xff);
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = (long) LONGS.get(bytes, at);
      long found = zeros(word ^ ones) | zeros(word ^ others);
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && bytes[at] != one && bytes[at] != other) {
      at++;
    }
    return at;
  }

  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGHS;
  }
}
