package dev.kverdict.record;

import java.util.Locale;

/** How a p-value is written. */
public final class PValue {

  /** Smaller ones say more about the test's assumptions than about the patch. */
  private static final double SMALLEST = 1e-6;

  private PValue() {}

  /** As it stands in a sentence: {@code p = 0.0022}. */
  public static String sentence(double p) {
    return p < SMALLEST ? "p < 0.000001" : "p = " + text(p);
  }

  /** With two significant digits, as in {@code 0.0022} or {@code <0.000001}. */
  public static String text(double p) {
    if (p < SMALLEST) {
      return "<0.000001";
    }
    int digits = Math.max(2, 1 - (int) Math.floor(Math.log10(p)));
    return String.format(Locale.ROOT, "%." + digits + "f", p);
  }
}
