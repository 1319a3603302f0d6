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
}
