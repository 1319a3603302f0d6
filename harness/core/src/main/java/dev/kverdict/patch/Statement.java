package dev.kverdict.patch;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statement around a line of C, compared by its text, because lines move. */
final class Statement {

  private static final int MAX_LINES = 30;

  private Statement() {}

  /**
   * The text of the statement that a line belongs to, with the conditions right above that govern
   * it without a brace, blanks removed.
   *
   * @param at the line's number, from 1
   */
  static String at(List<SourceLine> lines, int at) {
    return around(lines, at)
        .map(SourceLine::code)
        .collect(Collectors.joining())
        .replaceAll("\\s+", "");
  }

  /** The same with its strings and single blanks, for people. */
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
