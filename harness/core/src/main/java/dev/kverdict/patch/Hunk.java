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
    return Math.max(leading(), trailing());
  }

  /** Returns the lines of context at its beginning. */
  int leading() {
    int first = 0;
    while (first < lines.size() && lines.get(first).kind() == HunkLine.Kind.CONTEXT) {
      first++;
    }
    return first;
  }

  /** Returns the lines of context at its end; none if it has nothing else. */
  int trailing() {
    int last = lines.size();
    while (last > leading() && lines.get(last - 1).kind() == HunkLine.Kind.CONTEXT) {
      last--;
    }
    return lines.size() - last;
  }
}
