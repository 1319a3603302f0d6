package dev.kverdict.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the last {@value CommandResult#MAX_LINES} lines of a program's output. */
public final class OutputTail {

  private final Deque<String> lines = new ArrayDeque<>();

  /** An empty one. */
  public OutputTail() {}

  /** Adds a line; the oldest goes when there are too many. */
  public synchronized void add(String line) {
    if (lines.size() == CommandResult.MAX_LINES) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /** The lines there are. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
