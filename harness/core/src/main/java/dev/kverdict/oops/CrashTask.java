package dev.kverdict.oops;

import java.util.Objects;

/**
 * The task in whose context a crash was reported.
 *
 * @param name its command name, at most 15 characters in the kernel
 * @param pid its process id
 */
public record CrashTask(String name, long pid) {

  public CrashTask {
    Objects.requireNonNull(name, "name");
  }
}
