package dev.kverdict;

/**
 * The host could not do its part: no space, a missing tool, a program that would not start. Says
 * nothing about the kernel or the patch; exit code 4.
 */
public final class InfraError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates the error with one sentence on what failed and, where known, how to fix it. */
  public InfraError(String message) {
    super(message);
  }

  /** Creates the error with the exception that revealed it. */
  public InfraError(String message, Throwable cause) {
    super(message, cause);
  }
}
