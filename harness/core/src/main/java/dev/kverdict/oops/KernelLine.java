package dev.kverdict.oops;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A view of a console line without printk's prefixes: log level, time stamp, and the caller tag of
 * CONFIG_PRINTK_CALLER or of a vendor. One object is reused for all lines, so that a console
 * without crashes causes no garbage; it is only valid during a call.
 */
public final class KernelLine {

  /** The {@link #micros} of a line without a time stamp. */
  public static final long NO_TIME = -1;

  private static final byte ESCAPE = 0x1b;

  /** Ten digits of seconds are 317 years; more are not a time stamp, and could overflow. */
  private static final int MAX_DIGITS = 10;

  private static final int FRACTION_DIGITS = 6;

  /** Longest names of a driver and a device together. */
  private static final int MAX_DEVICE = 64;

  private byte[] bytes = new byte[0];
  private int textStart;
  private int textEnd;
  private int callerStart;
  private int callerEnd;
  private long micros = NO_TIME;
  private long offset;
  private boolean vouched;

  /** Notes that a logger's prefix said that the line is the kernel's. */
  void vouch(boolean prefixed) {
    vouched = prefixed;
  }

  /** Returns whether the kernel wrote it, as far as seen: a stamp or a logger says so. */
  boolean isKernels() {
    return vouched || micros != NO_TIME;
  }

  /** Reads the line in {@code line[from..to)}, which begins at {@code at} in the console. */
  void read(byte[] line, int from, int to, long at) {
    bytes = line;
    textEnd = to;
    offset = at;
    int p = skipControls(from);
    p = skipLevel(p);
    if (!readStamp(line, p, to)) {
      textStart = p;
    }
  }

  /** Reads a text without prefixes. */
  void readText(byte[] line, int from, int to) {
    bytes = line;
    textStart = from;
    textEnd = to;
    micros = NO_TIME;
    callerStart = from;
    callerEnd = from;
  }

  /** Reads a time stamp and caller tag that begin here; false if there are none. */
  boolean readStamp(byte[] line, int from, int to) {
    bytes = line;
    textEnd = to;
    micros = NO_TIME;
    callerStart = from;
    callerEnd = from;
    if (from >= to || line[from] != '[') {
      return false;
    }
    int p = skipSpaces(from + 1);
    int point = skipDigits(p, MAX_DIGITS);
    int close = point + 1 + FRACTION_DIGITS;
    if (point == p
        || close >= to
        || line[point] != '.'
        || line[close] != ']'
        || skipDigits(point + 1, FRACTION_DIGITS) != close) {
      return false;
    }
    micros = number(p, point) * 1_000_000 + number(point + 1, close);
    textStart = readCaller(close + 1);
    if (!hasCaller() && VendorTag.mayBegin(line, close + 1, to)) {
      readVendorTag(close + 1);
    }
    if (textStart < to && line[textStart] == ' ') {
      textStart++;
    }
    return true;
  }

  private int readCaller(int from) {
    if (from >= textEnd || bytes[from] != '[') {
      return from;
    }
    int p = skipSpaces(from + 1);
    if (p >= textEnd || (bytes[p] != 'T' && bytes[p] != 'C')) {
      return from;
    }
    int end = skipDigits(p + 1, MAX_DIGITS);
    if (end == p + 1 || end >= textEnd || bytes[end] != ']') {
      return from;
    }
    callerStart = p;
    callerEnd = end;
    return end + 1;
  }

  /** Reads the tag of an Android vendor's kernel, which names the caller, too. */
  private void readVendorTag(int from) {
    int end = VendorTag.end(bytes, from, textEnd);
    if (end > from) {
      callerStart = from;
      while (bytes[callerStart] != '[') {
        callerStart++;
      }
      callerEnd = end;
      textStart = end;
    }
  }

  /** Ends the text earlier, where another kernel line begins. */
  void endAt(int end) {
    textEnd = end;
  }

  /** Returns the message without escapes and control characters; bad bytes become U+FFFD. */
  public String text() {
    byte[] clean = new byte[textEnd - textStart];
    int length = 0;
    for (int p = skipControls(textStart); p < textEnd; p = skipControls(p + 1)) {
      clean[length++] = bytes[p];
    }
    return new String(clean, 0, length, StandardCharsets.UTF_8);
  }

  /** Returns the caller tag ({@code T123} task, {@code C0} interrupt, a vendor's), or empty. */
  String caller() {
    return new String(bytes, callerStart, callerEnd - callerStart, StandardCharsets.US_ASCII);
  }

  boolean hasCaller() {
    return callerEnd > callerStart;
  }

  /** Returns the time stamp in microseconds since boot, or {@link #NO_TIME}. */
  public long micros() {
    return micros;
  }

  /** Returns where the line starts, in bytes from the start of the console. */
  public long offset() {
    return offset;
  }

  int textStart() {
    return textStart;
  }

  /** Returns the text's first byte, or 0 if there is no text. */
  byte first() {
    return textStart < textEnd ? bytes[textStart] : 0;
  }

  boolean startsWith(byte[] start) {
    if (textEnd - textStart < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if (bytes[textStart + i] != start[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the text continues like this after its first colon, which must come early. */
  boolean startsWithAfterColon(byte[] start) {
    int last = Math.min(textEnd, textStart + MAX_DEVICE);
    for (int p = textStart; p < last; p++) {
      if (bytes[p] == ':' && p + 1 < textEnd && bytes[p + 1] == ' ') {
        return textEnd - (p + 2) >= start.length
            && Arrays.equals(bytes, p + 2, p + 2 + start.length, start, 0, start.length);
      }
    }
    return false;
  }

  /** Returns the first index from {@code from} on that is text, tabs included. */
  private int skipControls(int from) {
    int p = from;
    while (p < textEnd && bytes[p] >= 0 && bytes[p] < ' ' && bytes[p] != '\t') {
      p = bytes[p] == ESCAPE ? skipEscape(p + 1) : p + 1;
    }
    return p;
  }

  /** Skips ESC [ parameters letter, or one character of any other escape. */
  private int skipEscape(int from) {
    if (from >= textEnd || bytes[from] != '[') {
      return Math.min(from + 1, textEnd);
    }
    int p = from + 1;
    while (p < textEnd && bytes[p] >= ' ' && bytes[p] < '@') {
      p++;
    }
    return Math.min(p + 1, textEnd);
  }

  /** Skips the {@code <6>} of a console that shows log levels. */
  private int skipLevel(int from) {
    if (from >= textEnd || bytes[from] != '<') {
      return from;
    }
    int end = skipDigits(from + 1, 3);
    return end > from + 1 && end < textEnd && bytes[end] == '>' ? end + 1 : from;
  }

  private int skipSpaces(int from) {
    int p = from;
    while (p < textEnd && bytes[p] == ' ') {
      p++;
    }
    return p;
  }

  private int skipDigits(int from, int most) {
    int p = from;
    while (p < textEnd && p - from < most && bytes[p] >= '0' && bytes[p] <= '9') {
      p++;
    }
    return p;
  }

  private long number(int from, int to) {
    long value = 0;
    for (int p = from; p < to; p++) {
      value = value * 10 + (bytes[p] - '0');
    }
    return value;
  }
}
