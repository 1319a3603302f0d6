package dev.kverdict.report;

/** Makes text from a guest safe to show: it may hold escapes for the terminal or worse. */
public final class PlainText {

  private static final int MAX = 2000;

  private PlainText() {}

  /** Printable ASCII; everything else becomes a question mark, overlong text is cut. */
  public static String of(String text) {
    String shown = text.length() <= MAX ? text : text.substring(0, MAX) + "...";
    return shown.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
