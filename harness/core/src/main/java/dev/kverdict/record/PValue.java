package dev.kverdict.record;

import java.util.Locale;

/** Formats p-values. */
public final class PValue {

  /** Smaller ones say more about the test's assumptions than about the patch. */
  private static final double SMALLEST = 1e-6;

  private PValue() {}

  /** Formats a p-value for a sentence: {@code p = 0.0022}. */
  public static String sentence(double p) {
    return p < SMALLEST ? "p < 0.000001" : "p = " + text(p);
  }

  /** Formats a p-value with two significant digits: {@code 0.0022} or {@code <0.000001}. */
  public static String text(double p) {
    if (p < SMALLEST) {
      return "<0.000001";
    }
    int digits = Math.max(2, 1 - (int) Math.floor(Math.log10(p)));
    return String.format(Locale.ROOT, "%." + digits + "f", p);
  }
}
