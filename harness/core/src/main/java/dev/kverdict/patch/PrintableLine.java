package dev.kverdict.patch;

/** Makes text from a mail or a patch fit for an error message or a header line. */
final class PrintableLine {

  private static final int MAX = 200;

  private PrintableLine() {}

  /** Returns the text on one line, cut at {@value #MAX}, with control characters as {@code ?}. */
  static String of(String text) {
    String line = text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ").replaceAll("\\p{Cntrl}", "?");
    return line.length() <= MAX ? line : line.substring(0, MAX) + "...";
  }
}
