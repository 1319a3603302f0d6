package dev.kverdict.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file before and after, from a diff that has the whole file as context.
 *
 * @param path its path
 * @param before its lines before
 * @param after its lines after
 * @param text its lines after, unchanged
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
   * @param kind on which sides it exists
   * @param before its number before; if it does not exist there, that of the next line that does
   * @param after its number after; if it does not exist there, that of the next line that does
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

  /** Returns the row of a line before the patch, if the patch left that line. */
  Optional<Row> kept(int line) {
    return rows.stream()
        .filter(row -> row.before() == line && row.kind() == HunkLine.Kind.CONTEXT)
        .findFirst();
  }

  /** Returns whether its lines can be classified as C. */
  boolean isC() {
    return path.endsWith(".c");
  }
}
