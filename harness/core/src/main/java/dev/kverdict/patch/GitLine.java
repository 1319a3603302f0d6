package dev.kverdict.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The two paths in git's line before each file: {@code diff --git a/PATH b/PATH}. */
record GitLine(String before, String after) {

  private static final String START = "diff --git ";

  /** Nobody has a file with so many blanks in its name. */
  private static final int MOST = 100;

  /** Reads a line; empty if it is another one, or if it does not tell where a path ends. */
  static Optional<GitLine> of(String line) {
    List<GitLine> ways = ways(line);
    return Stream.concat(
            ways.stream().filter(way -> below(way.before).equals(below(way.after))),
            // A rename: its own lines say more. Without them only a prefix tells.
            Stream.concat(ways.stream().filter(way -> way.after.startsWith("b/")), ways.stream()))
        .findFirst();
  }

  /**
   * Reads the line before a file that was renamed or copied.
   *
   * @param from the old path, without a prefix
   * @param to the new path, without a prefix
   */
  static Optional<GitLine> of(String line, String from, String to) {
    return ways(line).stream()
        .filter(way -> way.before.endsWith(from) && way.after.endsWith(to))
        .findFirst();
  }

  /** Returns all ways in which two paths may be in a line. */
  private static List<GitLine> ways(String line) {
    List<GitLine> ways = new ArrayList<>();
    String paths = line.startsWith(START) ? line.substring(START.length()).strip() : "";
    int firstQuote = paths.indexOf('"');
    int lastQuote = paths.lastIndexOf('"');
    for (int at = paths.indexOf(' ');
        at > 0 && ways.size() < MOST;
        at = paths.indexOf(' ', at + 1)) {
      // By numbers alone: a line may be long, and each of its blanks a way.
      boolean left = isQuoted(paths, 0, at) || firstQuote < 0 || firstQuote > at;
      boolean right = isQuoted(paths, at + 1, paths.length()) || lastQuote < at;
      if (left && right) {
        ways.add(
            new GitLine(
                QuotedPath.unquote(paths.substring(0, at)),
                QuotedPath.unquote(paths.substring(at + 1))));
      }
    }
    return ways;
  }

  private static boolean isQuoted(String text, int from, int to) {
    return to - from > 1 && text.charAt(from) == '"' && text.charAt(to - 1) == '"';
  }

  private static String below(String path) {
    return path.substring(path.indexOf('/') + 1);
  }
}
