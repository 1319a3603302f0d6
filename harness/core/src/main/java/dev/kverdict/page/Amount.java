package dev.kverdict.page;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Formats sizes, times and shares for people. */
final class Amount {

  private static final int KILO = 1024;
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;

  private Amount() {}

  /** Returns a number of bytes: {@code 6.3 KiB}. */
  static String bytes(long bytes) {
    if (bytes < KILO) {
      return bytes + " bytes";
    }
    return bytes < KILO * KILO
        ? number(bytes / (double) KILO, 1) + " KiB"
        : number(bytes / (double) (KILO * KILO), 1) + " MiB";
  }

  /** Returns a time in microseconds: {@code 41 ms}, {@code 2.19 s}, {@code 3 min 5 s}. */
  static String micros(long micros) {
    if (micros < SECOND) {
      return micros / 1000 + " ms";
    }
    if (micros < 10 * SECOND) {
      return number(micros / (double) SECOND, 2) + " s";
    }
    return micros < 2 * MINUTE
        ? number(micros / (double) SECOND, 1) + " s"
        : micros / MINUTE + " min " + micros % MINUTE / SECOND + " s";
  }

  /** Returns a share of 1: {@code 46 %}. */
  static String share(double share) {
    double percent = share * 100;
    boolean whole = percent == 0 || percent == 100 || (percent >= 1 && percent <= 99);
    return number(percent, whole ? 0 : 1) + " %";
  }

  /** Returns a share of 1 as a length of a drawing: {@code 46.20%}. */
  static String percent(double share) {
    return number(Math.max(0, Math.min(1, share)) * 100, 2) + "%";
  }

  /** Formats a number with so many digits after the point. */
  static String number(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).toPlainString();
  }
}
