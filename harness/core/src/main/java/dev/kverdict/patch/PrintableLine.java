package dev.kverdict.patch;

/** Text from a mail or a patch, fit for an error message or a header line. */
final class PrintableLine {

  private static final int MAX = 200;

  private PrintableLine() {}

  /** The text on one line, control characters as question marks, cut at {@value #MAX}. */
  static String of(String text) {
    String line = text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ").replaceAll("\\p{Cntrl}", "?");
    return line.length() <= MAX ? line : line.substring(0, MAX) + "...";
  }
}
