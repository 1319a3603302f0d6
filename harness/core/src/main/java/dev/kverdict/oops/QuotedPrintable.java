package dev.kverdict.oops;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Undoes quoted-printable (RFC 2045, section 6.7), in which mails are kept: lines go on behind a
 * {@code =}, and characters are {@code =} and two hexadecimal digits.
 */
final class QuotedPrintable extends InputStream {

  /** The bytes that are looked at to tell it. */
  private static final int HEAD = 1 << 16;

  private static final int HEX = 16;

  private final BufferedInputStream in;

  private QuotedPrintable(BufferedInputStream in) {
    this.in = in;
  }

  /** Returns what a log says; it is the log itself if it is in no such form. */
  static InputStream decoded(InputStream log) throws IOException {
    BufferedInputStream in = new BufferedInputStream(log, HEAD);
    in.mark(HEAD);
    byte[] head = in.readNBytes(HEAD);
    in.reset();
    return isEncoded(head) ? new QuotedPrintable(in) : in;
  }

  /**
   * Returns whether text is encoded: each {@code =} in it is the encoding's, which a kernel's
   * assignments are not, and both of its uses are there.
   */
  private static boolean isEncoded(byte[] text) {
    boolean wrapped = false;
    boolean escaped = false;
    int p = ByteScan.indexOf(text, 0, text.length, (byte) '=');
    while (p < text.length - 2) {
      if (isLineEnd(text, p + 1)) {
        wrapped = true;
      } else if (hex(text[p + 1]) >= 0 && hex(text[p + 2]) >= 0) {
        escaped = true;
      } else {
        return false;
      }
      p = ByteScan.indexOf(text, p + 1, text.length, (byte) '=');
    }
    return wrapped && escaped;
  }

  private static boolean isLineEnd(byte[] text, int at) {
    return text[at] == '\n' || (text[at] == '\r' && text[at + 1] == '\n');
  }

  /** Returns the value of a digit as the encoding has it, or -1. */
  private static int hex(int digit) {
    return digit >= 'a' ? -1 : Character.digit(digit, HEX);
  }

  @Override
  public int read() throws IOException {
    int next = in.read();
    while (next == '=') {
      in.mark(2);
      int first = in.read();
      int second = first == '\n' ? '\n' : in.read();
      if (hex(first) >= 0 && hex(second) >= 0) {
        return hex(first) * HEX + hex(second);
      }
      if (second != '\n' || (first != '\r' && first != '\n')) {
        in.reset();
        return next; // no error: a log that was cut may end so
      }
      next = in.read();
    }
    return next;
  }

  @Override
  public int read(byte[] to, int from, int most) throws IOException {
    int count = 0;
    while (count < most) {
      int next = read();
      if (next < 0) {
        return count == 0 ? -1 : count;
      }
      to[from + count] = (byte) next;
      count++;
    }
    return count;
  }
}
