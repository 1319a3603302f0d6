package dev.kverdict.text;

/**
 * Makes untrusted text safe to show on a page in Unicode, where nothing may hide, turn round or
 * divide what is beside it: each character without a form of its own is replaced by one with it.
 */
public final class Visible {

  /** Where Unicode has a picture of each control character of ASCII. */
  private static final int PICTURES = 0x2400;

  private static final int DELETE = 0x7f;

  private Visible() {}

  /**
   * Returns the text with pictures in place of control characters ({@code ␛} for an escape) and
   * names ({@code ⟨U+202E⟩}) in place of other characters that are not seen. Tabs and line feeds
   * stay.
   */
  public static String of(String text) {
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    return plain == text.length() ? text : replaced(text, plain);
  }

  private static boolean isPlain(char c) {
    return (c >= ' ' && c < DELETE) || c == '\n' || c == '\t';
  }

  private static String replaced(String text, int from) {
    StringBuilder seen = new StringBuilder(text.length() + 16).append(text, 0, from);
    text.codePoints().skip(from).forEach(c -> append(seen, c));
    return seen.toString();
  }

  private static void append(StringBuilder seen, int c) {
    if (c == '\n' || c == '\t') {
      seen.appendCodePoint(c);
    } else if (c < ' ') {
      seen.appendCodePoint(PICTURES + c);
    } else if (c == DELETE) {
      seen.appendCodePoint(PICTURES + 0x21);
    } else if (isSeen(c)) {
      seen.appendCodePoint(c);
    } else {
      seen.append("⟨U+%04X⟩".formatted(c));
    }
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> !isBlank(c);
    };
  }

  /** Letters and marks that fonts draw as nothing, or that choose how others are drawn. */
  private static boolean isBlank(int c) {
    return c == 0x034f
        || c == 0x115f
        || c == 0x1160
        || c == 0x17b4
        || c == 0x17b5
        || c == 0x3164
        || c == 0xffa0
        || (c >= 0xfe00 && c <= 0xfe0f)
        || (c >= 0xe0100 && c <= 0xe01ef);
  }
}
