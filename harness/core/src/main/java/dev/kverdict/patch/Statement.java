package dev.kverdict.patch;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the statement around a line of C; statements are compared by text, because lines move. */
final class Statement {

  private static final int MAX_LINES = 30;

  private Statement() {}

  /**
   * Returns the text of the statement that a line belongs to, without blanks, with the conditions
   * directly above that govern it without a brace.
   *
   * @param at the line's number, from 1
   */
  static String at(List<SourceLine> lines, int at) {
    return around(lines, at)
        .map(SourceLine::code)
        .collect(Collectors.joining())
        .replaceAll("\\s+", "");
  }

  /** Returns the statement with its strings and single blanks, for people. */
  static String quoted(List<SourceLine> lines, int at) {
    return around(lines, at)
        .map(SourceLine::text)
        .collect(Collectors.joining(" "))
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static Stream<SourceLine> around(List<SourceLine> lines, int at) {
    int from = at;
    while (from > 1 && at - from < MAX_LINES && !ends(lines.get(from - 2))) {
      from--;
    }
    int to = at;
    while (to < lines.size() && to - at < MAX_LINES && !ends(lines.get(to - 1))) {
      to++;
    }
    return lines.subList(from - 1, to).stream();
  }

  private static boolean ends(SourceLine line) {
    String code = line.code().strip();
    return code.endsWith(";")
        || code.endsWith("{")
        || code.endsWith("}")
        || code.endsWith(":")
        || line.kind() == SourceLine.Kind.MACRO;
  }
}
