package dev.kverdict.verdict;

/** Text from a guest, made fit for a title or a line of a report: it may hold anything. */
final class OneLine {

  /** Longer than any honest title or reason, in characters. */
  static final int MAX = 300;

  private OneLine() {}

  /** The text on one line, control characters as spaces, cut at {@value #MAX} characters. */
  static String of(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), MAX));
    for (int i = 0; i < text.length() && line.length() < MAX; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    if (text.length() > MAX) {
      line.replace(MAX - 3, MAX, "...");
    }
    return line.toString();
  }
}
