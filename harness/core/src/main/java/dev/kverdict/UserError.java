package dev.kverdict;

/**
 * Something the user wrote or asked for is wrong: where, what, and how to fix it. Reported in one
 * line without a stack trace; exit code 2.
 */
public final class UserError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param where the place: {@code file:line:column}, an option, or an empty string
   * @param what what is wrong, as one sentence without a full stop
   * @param remedy what the user can do about it, as one sentence without a full stop
   */
  public UserError(String where, String what, String remedy) {
    super((where.isEmpty() ? "" : where + ": ") + what + (remedy.isEmpty() ? "" : "; " + remedy));
  }
}
