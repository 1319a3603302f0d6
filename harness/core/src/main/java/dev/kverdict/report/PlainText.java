package dev.kverdict.report;

import dev.kverdict.text.Printable;

/** Makes text from a guest safe to show: it may contain escapes for the terminal, or worse. */
public final class PlainText {

  private static final int MAX = 2000;

  private PlainText() {}

  /** Returns the text in printable ASCII, other characters as {@code ?}, cut at {@value #MAX}. */
  public static String of(String text) {
    return Printable.ascii(text, MAX);
  }
}
