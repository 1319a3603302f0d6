package dev.kverdict.terminal;

import dev.kverdict.text.Visible;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/** Text from outside on one line of a terminal, measured in columns. */
final class ShownText {

  private static final String CUT = "..";

  /** Colours and the like (ECMA-48, control sequences), which say nothing on one line. */
  private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

  private ShownText() {}

  /**
   * Returns the text in characters of one or two columns each. What a terminal would obey, hide or
   * turn round becomes visible; what terminals differ about becomes a question mark.
   */
  static String of(String text) {
    String seen = Visible.of(SEQUENCE.matcher(text).replaceAll("")).replaceAll("[\t\n]", " ");
    StringBuilder shown = new StringBuilder(seen.length());
    seen.codePoints()
        .map(c -> c <= Character.MAX_VALUE && WCWidth.wcwidth(c) > 0 ? c : '?')
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /** Returns how many columns a text takes that came from {@link #of}. */
  static int columns(String text) {
    return text.codePoints().map(WCWidth::wcwidth).sum();
  }

  /** Returns the text, or as much of it as fits into so many columns, and dots. */
  static String cut(String text, int columns) {
    if (columns(text) <= columns) {
      return text;
    }
    int room = columns - CUT.length();
    int end = 0;
    int width = 0;
    while (end < text.length()) {
      int next = text.codePointAt(end);
      width += WCWidth.wcwidth(next);
      if (width > room) {
        break;
      }
      end += Character.charCount(next);
    }
    return room < 0 ? text.substring(0, 0) : text.substring(0, end) + CUT;
  }
}
