package dev.kverdict.syzbot;

import java.util.List;
import java.util.stream.Stream;

/**
 * A text of a mail in lines, each with how deep it is quoted.
 *
 * @param lines the lines, without the signs of a quotation
 */
record QuotedText(List<Line> lines) {

  private static final int MOST_LINES = 100_000;

  /** No line that is looked for is so long. */
  private static final int MOST_LENGTH = 4000;

  /**
   * A line.
   *
   * @param depth how deep it is quoted; 0 for the writer's own words
   */
  record Line(int depth, String text) {}

  static QuotedText of(String text) {
    return new QuotedText(text.lines().limit(MOST_LINES).map(QuotedText::line).toList());
  }

  private static Line line(String text) {
    String rest = text.length() > MOST_LENGTH ? text.substring(0, MOST_LENGTH) : text;
    int depth = 0;
    while (rest.startsWith(">") || rest.startsWith("| ") || rest.startsWith(" >")) {
      rest = rest.substring(rest.startsWith(" >") ? 2 : 1);
      depth++;
    }
    // One blank belongs to the sign.
    return new Line(depth, depth > 0 && rest.startsWith(" ") ? rest.substring(1) : rest);
  }

  Stream<String> texts() {
    return lines.stream().map(Line::text);
  }

  /** Returns the lines that the writer did not quote. */
  List<String> own() {
    return lines.stream().filter(line -> line.depth() == 0).map(Line::text).toList();
  }

  /** Returns everything as one text without signs of quotations. */
  String plain() {
    StringBuilder plain = new StringBuilder();
    texts().forEach(line -> plain.append(line).append('\n'));
    return plain.toString();
  }
}
