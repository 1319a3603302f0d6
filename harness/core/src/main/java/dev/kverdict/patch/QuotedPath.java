package dev.kverdict.patch;

/** Paths with unusual bytes as git quotes them (git-config, core.quotePath). */
final class QuotedPath {

  private static final String ESCAPES = "abtnvfr\"\\";
  private static final String MEANINGS = "\u0007\b\t\n\u000b\f\r\"\\";

  private QuotedPath() {}

  /** Returns the path without git's quotes; a text without quotes is returned unchanged. */
  static String unquote(String written) {
    if (written.length() < 2 || !written.startsWith("\"") || !written.endsWith("\"")) {
      return written;
    }
    StringBuilder path = new StringBuilder();
    String inner = written.substring(1, written.length() - 1);
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c != '\\' || i + 1 == inner.length()) {
        path.append(c);
        continue;
      }
      char escape = inner.charAt(++i);
      int known = ESCAPES.indexOf(escape);
      if (known >= 0) {
        path.append(MEANINGS.charAt(known));
      } else if (i + 2 < inner.length() && inner.substring(i, i + 3).matches("[0-3][0-7]{2}")) {
        path.append((char) Integer.parseInt(inner.substring(i, i + 3), 8));
        i += 2;
      } else {
        path.append('\\').append(escape);
      }
    }
    return path.toString();
  }

  /** Returns the path as git writes it, and with quotes if it ends in a blank; most need none. */
  static String quote(String path) {
    StringBuilder quoted = new StringBuilder("\"");
    boolean plain = !path.endsWith(" ");
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      int known = MEANINGS.indexOf(c);
      if (known >= 0) {
        quoted.append('\\').append(ESCAPES.charAt(known));
      } else if (c < ' ' || c > '~') {
        quoted.append(String.format("\\%03o", (int) c));
      } else {
        quoted.append(c);
        continue;
      }
      plain = false;
    }
    return plain ? path : quoted.append('"').toString();
  }
}
