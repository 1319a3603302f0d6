package dev.kverdict.patch;

import java.util.Optional;

/** The two paths in git's line before each file: {@code diff --git a/PATH b/PATH}. */
record GitLine(String before, String after) {

  private static final String START = "diff --git ";

  /** Reads a line; empty if it is another one, or if it does not tell where a path ends. */
  static Optional<GitLine> of(String line) {
    if (!line.startsWith(START)) {
      return Optional.empty();
    }
    String paths = line.substring(START.length()).strip();
    int best = -1;
    for (int at = paths.indexOf(' '); at > 0; at = paths.indexOf(' ', at + 1)) {
      String left = paths.substring(0, at);
      String right = paths.substring(at + 1);
      boolean whole = isWhole(left) && isWhole(right);
      if (whole && (left.equals(right) || below(left).equals(below(right)))) {
        return Optional.of(paths(left, right));
      }
      // A rename: without quotes only a prefix tells where the second path begins.
      if (whole && (best < 0 || right.startsWith("b/"))) {
        best = at;
      }
    }
    return best < 0
        ? Optional.empty()
        : Optional.of(paths(paths.substring(0, best), paths.substring(best + 1)));
  }

  private static GitLine paths(String left, String right) {
    return new GitLine(QuotedPath.unquote(left), QuotedPath.unquote(right));
  }

  private static boolean isWhole(String path) {
    boolean opens = path.startsWith("\"");
    return !path.isEmpty()
        && opens == (path.endsWith("\"") && path.length() > 1)
        && (opens || path.indexOf('"') < 0);
  }

  private static String below(String path) {
    return path.substring(path.indexOf('/') + 1);
  }
}
