package dev.kverdict.patch;

import java.util.List;
import java.util.Optional;

/** Quotes statements of C source. */
public final class Statements {

  private Statements() {}

  /**
   * Returns the statement that a line belongs to, without comments, with single blanks.
   *
   * @param text the whole file
   * @param line the line's number, from 1
   * @return empty when the file has no such line, or it holds no code
   */
  public static Optional<String> at(String text, int line) {
    List<SourceLine> lines = SourceText.of(text.lines().toList());
    if (line < 1 || line > lines.size()) {
      return Optional.empty();
    }
    String statement = Statement.quoted(lines, line);
    return statement.isEmpty() ? Optional.empty() : Optional.of(statement);
  }
}
