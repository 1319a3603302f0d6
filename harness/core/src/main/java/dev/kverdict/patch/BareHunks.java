package dev.kverdict.patch;

import java.util.List;
import java.util.Optional;

/**
 * A patch without the context at the edges of its hunks, for {@code git apply --unidiff-zero}. git
 * can ignore context by itself, but puts a hunk that only adds lines two lines too early then.
 */
final class BareHunks {

  private BareHunks() {}

  /** Returns the diff; empty if it does more than to change lines of existing files. */
  static Optional<String> of(List<ChangedFile> files) {
    StringBuilder text = new StringBuilder();
    for (ChangedFile file : files) {
      boolean moved = !file.oldPath().equals(file.newPath());
      if (moved || file.binary() || file.hunks().isEmpty()) {
        return Optional.empty();
      }
      text.append("--- ").append(QuotedPath.quote("a/" + file.oldPath())).append('\n');
      text.append("+++ ").append(QuotedPath.quote("b/" + file.newPath())).append('\n');
      int more = 0;
      for (Hunk hunk : file.hunks()) {
        more += append(text, hunk, more);
      }
    }
    return Optional.of(text.toString());
  }

  /**
   * Appends a hunk.
   *
   * @param more how many lines the hunks before it add
   * @return how many lines it adds
   */
  private static int append(StringBuilder text, Hunk hunk, int more) {
    List<HunkLine> inner =
        hunk.lines().subList(hunk.leading(), hunk.lines().size() - hunk.trailing());
    int olds = count(inner, HunkLine.Kind.ADDED);
    int news = count(inner, HunkLine.Kind.REMOVED);
    int first = hunk.oldStart() + hunk.leading();
    // Of an empty side the header names the line before it (diffutils, "Detailed Unified").
    text.append(
        "@@ -%d,%d +%d,%d @@\n"
            .formatted(
                olds == 0 ? first - 1 : first, olds, first + more - (news == 0 ? 1 : 0), news));
    for (HunkLine line : inner) {
      text.append(
          switch (line.kind()) {
            case CONTEXT -> ' ';
            case ADDED -> '+';
            case REMOVED -> '-';
          });
      text.append(line.text()).append('\n');
    }
    return news - olds;
  }

  private static int count(List<HunkLine> lines, HunkLine.Kind without) {
    return (int) lines.stream().filter(line -> line.kind() != without).count();
  }
}
