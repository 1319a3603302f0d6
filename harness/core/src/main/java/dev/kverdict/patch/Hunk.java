package dev.kverdict.patch;

import java.util.List;

/**
 * A hunk of a unified diff.
 *
 * @param oldStart its first line before the patch, from 1; 0 when there is none
 * @param lines its lines
 */
public record Hunk(int oldStart, List<HunkLine> lines) {

  public Hunk {
    lines = List.copyOf(lines);
  }

  /** Returns the lines of context at its beginning or its end, whichever are more. */
  int context() {
    int first = 0;
    int last = lines.size();
    while (first < lines.size() && lines.get(first).kind() == HunkLine.Kind.CONTEXT) {
      first++;
    }
    while (last > first && lines.get(last - 1).kind() == HunkLine.Kind.CONTEXT) {
      last--;
    }
    return Math.max(first, lines.size() - last);
  }
}
