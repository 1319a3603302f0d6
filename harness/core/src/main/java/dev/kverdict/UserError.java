package dev.kverdict;

import java.io.IOException;

/**
 * Something the user wrote or asked for is wrong: where, what, and how to fix it. Reported in one
 * line without a stack trace; exit code 2.
 */
public final class UserError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Most characters of what is wrong: it may quote a file in which something has no end. */
  private static final int MOST = 1500;

  /**
   * Creates the error.
   *
   * @param where the place: {@code file:line:column}, an option, or an empty string
   * @param what what is wrong, as one sentence without a full stop
   * @param remedy what the user can do about it, as one sentence without a full stop; it may have
   *     further lines, which are nobody's but ours
   */
  public UserError(String where, String what, String remedy) {
    super(
        (where.isEmpty() ? "" : plain(where) + ": ")
            + plain(what.length() <= MOST ? what : what.substring(0, MOST) + "...")
            + (remedy.isEmpty() ? "" : "; " + remedy));
  }

  /**
   * Returns the error for a file that cannot be read.
   *
   * @param where the file, as the user named it
   */
  public static UserError unreadable(String where, IOException failure, String remedy) {
    return new UserError(where, "cannot be read: " + HostIo.why(failure), remedy);
  }

  /** Returns a text without line ends and what a terminal would obey: it may quote a file. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
