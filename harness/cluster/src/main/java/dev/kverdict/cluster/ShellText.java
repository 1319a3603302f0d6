package dev.kverdict.cluster;

/** Text in a script. */
final class ShellText {

  private ShellText() {}

  /** Returns a text in single quotes, in which a shell expands nothing (POSIX, 2.2.2). */
  static String quoted(Object text) {
    return "'" + text.toString().replace("'", "'\\''") + "'";
  }
}
