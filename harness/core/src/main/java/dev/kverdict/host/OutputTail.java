package dev.kverdict.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Keeps the last {@value CommandResult#MAX_LINES} lines of a program's output, fewer if they exceed
 * {@value #MOST} characters.
 */
public final class OutputTail {

  static final int MOST = 4 << 20;

  private final Deque<String> lines = new ArrayDeque<>();
  private long characters;

  /** Creates an empty tail. */
  public OutputTail() {}

  /** Adds a line, dropping the oldest when there are too many. */
  public synchronized void add(String line) {
    lines.addLast(line);
    characters += line.length();
    while (lines.size() > CommandResult.MAX_LINES || (characters > MOST && lines.size() > 1)) {
      characters -= lines.removeFirst().length();
    }
  }

  /** Returns the lines kept. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
