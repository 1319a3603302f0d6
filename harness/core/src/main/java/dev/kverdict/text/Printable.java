package dev.kverdict.text;

/** Makes untrusted text safe to show: it may hold line breaks or escapes for the terminal. */
public final class Printable {

  /** Longer than any honest title or reason, in characters. */
  public static final int MOST = 300;

  private static final String CUT = "...";

  private Printable() {}

  /** Replaces everything but printable ASCII by question marks. */
  public static String ascii(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** Replaces everything but printable ASCII by question marks, after cutting to this length. */
  public static String ascii(String text, int most) {
    return ascii(text.length() <= most ? text : text.substring(0, most) + CUT);
  }

  /** Returns the text as a line of at most {@value #MOST} characters. */
  public static String line(String text) {
    return line(text, MOST);
  }

  /** Replaces control characters by spaces, and the end of a text that is too long by dots. */
  public static String line(String text, int most) {
    String kept = text.length() <= most ? text : text.substring(0, most - CUT.length()) + CUT;
    return kept.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", " ");
  }
}
