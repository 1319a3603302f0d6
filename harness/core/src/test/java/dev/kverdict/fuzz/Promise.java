package dev.kverdict.fuzz;

import dev.kverdict.UserError;

/** What every reader promises, whatever it is given. */
public final class Promise {

  /** Most characters of an error message: it is read on a terminal. */
  private static final int MOST_MESSAGE = 3000;

  private Promise() {}

  /**
   * Fails if something is not as promised.
   *
   * @param what what is, in words, as {@link String#format}
   */
  public static void kept(boolean so, String what, Object... values) {
    if (!so) {
      throw new AssertionError(what.formatted(values));
    }
  }

  /** Fails if an error is not one line that a terminal can show. */
  public static void oneLine(UserError error) {
    String message = String.valueOf(error.getMessage());
    kept(!message.isEmpty(), "an error says nothing");
    kept(message.length() <= MOST_MESSAGE, "an error says %d characters", message.length());
    kept(isPlain(message), "an error has control characters: %s", message);
  }

  /** Returns whether a text has no character that a terminal would obey. */
  public static boolean isPlain(String text) {
    return text.chars().noneMatch(c -> c < ' ' || c == 0x7f);
  }

  /** Returns whether a text has nothing but printable ASCII. */
  public static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** Returns whether a path stays below a directory that it is relative to. */
  public static boolean staysInside(String path) {
    String whole = "/" + path + "/";
    return !whole.contains("/../") && !whole.startsWith("//");
  }
}
