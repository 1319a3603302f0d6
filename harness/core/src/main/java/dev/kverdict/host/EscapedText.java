package dev.kverdict.host;

/** Escapes untrusted text into a log line that cannot break or control a terminal. */
public final class EscapedText {

  private EscapedText() {}

  /**
   * Returns the text with everything but printable ASCII escaped as in Java, such as {@code \ } or
   * {@code \\u001b}.
   *
   * @param most the number of characters kept; the line says how many were cut
   */
  public static String of(String text, int most) {
    int end = Math.min(text.length(), most);
    StringBuilder line = new StringBuilder(end + 16);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~') {
        line.append(c);
      } else if (c == '\n') {
        line.append("\\n");
      } else {
        line.append("\\u%04x".formatted((int) c));
      }
    }
    if (end < text.length()) {
      line.append("... (").append(text.length() - end).append(" more characters)");
    }
    return line.toString();
  }
}
