package dev.kverdict.page;

import java.util.Locale;

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
        ? format("%.1f KiB", bytes / (double) KILO)
        : format("%.1f MiB", bytes / (double) (KILO * KILO));
  }

  /** Returns a time in microseconds: {@code 41 ms}, {@code 2.19 s}, {@code 3 min 5 s}. */
  static String micros(long micros) {
    if (micros < SECOND) {
      return micros / 1000 + " ms";
    }
    if (micros < 10 * SECOND) {
      return format("%.2f s", micros / (double) SECOND);
    }
    return micros < 2 * MINUTE
        ? format("%.1f s", micros / (double) SECOND)
        : micros / MINUTE + " min " + micros % MINUTE / SECOND + " s";
  }

  /** Returns a share of 1: {@code 46 %}. */
  static String share(double share) {
    double percent = share * 100;
    boolean whole = percent == 0 || percent == 100 || (percent >= 1 && percent <= 99);
    return format(whole ? "%.0f %%" : "%.1f %%", percent);
  }

  /** Returns a share of 1 as a length of a drawing: {@code 46.20%}. */
  static String percent(double share) {
    return format("%.2f%%", Math.max(0, Math.min(1, share)) * 100);
  }

  /** Formats a number as English has it. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
