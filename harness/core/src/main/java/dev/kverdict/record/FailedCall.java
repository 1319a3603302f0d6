package dev.kverdict.record;

import java.util.Objects;
import java.util.Set;

/**
 * A system call of a program that failed, at least once.
 *
 * @param call its name
 * @param argument the argument that tells most, such as a path; empty if none does
 * @param errno the name of the error
 */
public record FailedCall(String call, String argument, String errno) {

  /** The kernel has no such thing, or the program may not have it (errno(3)). */
  private static final Set<String> LACKING =
      Set.of(
          "ENODEV",
          "ENXIO",
          "ENOSYS",
          "ENOTBLK",
          "EPERM",
          "EACCES",
          "EAFNOSUPPORT",
          "EPFNOSUPPORT",
          "EPROTONOSUPPORT",
          "ESOCKTNOSUPPORT");

  public FailedCall {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(argument, "argument");
    Objects.requireNonNull(errno, "errno");
  }

  /** Returns whether something is missing that only the guest could have provided. */
  public boolean lacks() {
    return LACKING.contains(errno)
        || (errno.equals("ENOENT") && argument.matches("/(dev|proc|sys)/.*"));
  }
}
