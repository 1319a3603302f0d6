package dev.kverdict.container;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * The process that owns a container, as recorded in its labels.
 *
 * @param pid its process id
 * @param started when it started, in the kernel's ticks since the boot (proc(5), stat, field 22): a
 *     process id is reused, a pair of both is not
 * @param boot the boot it runs in
 * @param namespace its PID namespace
 * @param uid its user id
 */
record Owner(long pid, long started, String boot, String namespace, long uid) {

  /** The label of every container of the harness. */
  static final String LABEL = "dev.kverdict.owner";

  private static final int STARTED = 22;

  /** Returns this process. */
  static Owner self() {
    long pid = ProcessHandle.current().pid();
    try {
      return new Owner(
          pid,
          startOf(pid).orElseThrow(),
          Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip(),
          Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString(),
          ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue());
    } catch (IOException e) {
      throw new InfraError("cannot read this process's files in /proc: " + e.getMessage(), e);
    }
  }

  /** Returns labels by which a later harness recognises the owner. */
  Map<String, String> labels(Path storeRoot) {
    return Map.of(
        LABEL,
        String.join(" ", Long.toString(pid), Long.toString(started), boot, namespace, "" + uid),
        "dev.kverdict.store",
        storeRoot.toString());
  }

  /** Returns the owner that labels name; empty if they are not the harness's. */
  static Optional<Owner> of(Map<String, String> labels) {
    String[] words = labels.getOrDefault(LABEL, "").split(" ", -1);
    if (words.length != 5
        || !(words[0] + words[1] + words[4]).matches("[0-9]{1,60}")
        || words[0].length() > 10
        || words[1].length() > 18
        || words[4].length() > 10) {
      return Optional.empty();
    }
    return Optional.of(
        new Owner(
            Long.parseLong(words[0]),
            Long.parseLong(words[1]),
            words[2],
            words[3],
            Long.parseLong(words[4])));
  }

  /**
   * Returns whether another owner is certainly dead. One whose processes are invisible, of another
   * user or namespace, is assumed to live; one from an earlier boot is dead.
   *
   * @param startOf returns when the process with an id started, empty if there is none
   */
  boolean outlived(Owner other, LongFunction<OptionalLong> startOf) {
    if (uid != 0 && other.uid != uid) {
      return false;
    }
    if (!other.boot.equals(boot)) {
      return true; // the engine is on this machine: it is reached by a Unix socket
    }
    if (!other.namespace.equals(namespace)) {
      return false;
    }
    OptionalLong start = startOf.apply(other.pid);
    return start.isEmpty() || start.getAsLong() != other.started;
  }

  /** Returns when a process started, in ticks since the boot; empty if there is no such process. */
  static OptionalLong startOf(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The second field is the program's name in brackets, which may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return OptionalLong.of(Long.parseLong(fields[STARTED - 3]));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
