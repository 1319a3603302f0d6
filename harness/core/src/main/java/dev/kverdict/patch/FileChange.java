package dev.kverdict.patch;

import java.util.ArrayList;
import java.util.List;

/**
 * A file before and after, from a diff that has the whole file as context.
 *
 * @param path its path
 * @param before its lines before
 * @param after its lines after
 * @param text its lines after, as they are
 * @param rows both, side by side
 */
record FileChange(
    String path,
    List<SourceLine> before,
    List<SourceLine> after,
    List<String> text,
    List<Row> rows) {

  /**
   * One line of the diff.
   *
   * @param kind where it exists
   * @param before its number before; where it does not exist, that of the next line that does
   * @param after its number after; where it does not exist, that of the next line that does
   */
  record Row(HunkLine.Kind kind, int before, int after) {
    boolean changed() {
      return kind != HunkLine.Kind.CONTEXT;
    }
  }

  static FileChange of(ChangedFile file) {
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (Hunk hunk : file.hunks()) {
      for (HunkLine line : hunk.lines()) {
        rows.add(new Row(line.kind(), before.size() + 1, after.size() + 1));
        if (line.kind() != HunkLine.Kind.ADDED) {
          before.add(line.text());
        }
        if (line.kind() != HunkLine.Kind.REMOVED) {
          after.add(line.text());
        }
      }
    }
    return new FileChange(file.path(), SourceText.of(before), SourceText.of(after), after, rows);
  }

  SourceLine old(int number) {
    return before.get(number - 1);
  }

  SourceLine now(int number) {
    return after.get(number - 1);
  }

  /** Whether its lines can be told apart as C. */
  boolean isC() {
    return path.endsWith(".c");
  }
}
