package dev.kverdict.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Keeps the last {@value CommandResult#MAX_LINES} lines of a program's output, and of long ones so
 * many that they have {@value #MOST} characters.
 */
public final class OutputTail {

  static final int MOST = 4 << 20;

  private final Deque<String> lines = new ArrayDeque<>();
  private long characters;

  /** An empty one. */
  public OutputTail() {}

  /** Adds a line; the oldest goes when there are too many. */
  public synchronized void add(String line) {
    lines.addLast(line);
    characters += line.length();
    while (lines.size() > CommandResult.MAX_LINES || (characters > MOST && lines.size() > 1)) {
      characters -= lines.removeFirst().length();
    }
  }

  /** The lines there are. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
