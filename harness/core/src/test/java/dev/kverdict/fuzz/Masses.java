package dev.kverdict.fuzz;

import java.io.ByteArrayOutputStream;

/**
 * Makes a large input of a small one, because a fuzzer that mutates small inputs seldom meets what
 * takes long: what stands between the first two bytes {@value #MARK} is repeated.
 */
public final class Masses {

  /** Length of a large input, in bytes. */
  static final int LENGTH = 1 << 20;

  /** Separates what comes before, what is repeated, and what follows. */
  static final byte MARK = 1;

  /** Only when asked for: elsewhere such a byte is one like any other. */
  private static final boolean ASKED = Boolean.getBoolean("fuzz.masses");

  private Masses() {}

  /** Returns the input, or the large one that is made of it if large ones were asked for. */
  public static byte[] of(byte[] input) {
    return ASKED ? repeated(input) : input;
  }

  /** Returns the large input; one without a part to repeat is returned as it is. */
  static byte[] repeated(byte[] input) {
    int from = mark(input, 0);
    int to = mark(input, from + 1);
    int part = to - from - 1;
    if (to == input.length || part < 1) {
      return input;
    }
    ByteArrayOutputStream mass = new ByteArrayOutputStream(LENGTH);
    mass.write(input, 0, from);
    for (int more = (LENGTH - input.length) / part; more >= 0; more--) {
      mass.write(input, from + 1, part);
    }
    mass.write(input, to + 1, input.length - to - 1);
    return mass.toByteArray();
  }

  private static int mark(byte[] input, int from) {
    int at = from;
    while (at < input.length && input[at] != MARK) {
      at++;
    }
    return Math.min(at, input.length);
  }
}
