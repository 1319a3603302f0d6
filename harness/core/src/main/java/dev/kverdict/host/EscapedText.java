package dev.kverdict.host;

/** Text from anywhere as one line of a log: nothing in it can begin a line or drive a terminal. */
public final class EscapedText {

  private EscapedText() {}

  /**
   * The text with all but printable ASCII escaped as Java writes it, {@code \\n} or {@code
   * \\u001b}.
   *
   * @param most so many characters of the text are kept; what is left out is told by their number
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
