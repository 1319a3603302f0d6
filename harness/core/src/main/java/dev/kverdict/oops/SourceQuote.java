package dev.kverdict.oops;

import java.util.List;

/**
 * Some lines of the source around one of them.
 *
 * @param first the number of the first line, from 1
 * @param line the number of the line that is meant
 * @param lines the lines
 */
public record SourceQuote(int first, int line, List<String> lines) {

  /** The number of lines on either side of the one that is meant. */
  private static final int AROUND = 4;

  /** Longer than any honest line of C, in characters; the rest is dropped. */
  private static final int MOST = 200;

  public SourceQuote {
    lines = List.copyOf(lines);
  }

  /**
   * Returns the lines around one.
   *
   * @param text all lines of the file
   * @param line the number of a line in it, from 1
   */
  public static SourceQuote around(List<String> text, int line) {
    int first = Math.max(1, line - AROUND);
    int last = Math.min(text.size(), line + AROUND);
    return new SourceQuote(
        first,
        line,
        text.subList(first - 1, last).stream()
            .map(one -> one.length() > MOST ? one.substring(0, MOST) : one)
            .toList());
  }
}
