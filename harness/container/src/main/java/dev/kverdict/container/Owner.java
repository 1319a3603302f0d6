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
 * The process a container belongs to, as its labels say.
 *
 * @param pid its process id
 * @param started when it started, in the kernel's ticks since the boot (proc(5), stat, field 22): a
 *     process id comes back, a pair of both does not
 * @param boot the boot it runs in
 * @param namespace the namespace of process ids that its id is one of
 * @param uid its user
 */
record Owner(long pid, long started, String boot, String namespace, long uid) {

  /** The label that every container of ours has. */
  static final String LABEL = "dev.kverdict.owner";

  private static final int STARTED = 22;

  /** This process. */
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
      throw new InfraError("cannot read of this process in /proc: " + e.getMessage(), e);
    }
  }

  /** What a container gets, so that the next harness can tell whose it was. */
  Map<String, String> labels(Path storeRoot) {
    return Map.of(
        LABEL,
        String.join(" ", Long.toString(pid), Long.toString(started), boot, namespace, "" + uid),
        "dev.kverdict.store",
        storeRoot.toString());
  }

  /** The owner that labels name; empty when they are none of ours. */
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
   * Whether another owner is gone for certain. One whose processes we cannot see, of another user
   * or another namespace, is taken to live; one of an earlier boot does not.
   *
   * @param startOf when the process of an id started, empty when there is none
   */
  boolean outlived(Owner other, LongFunction<OptionalLong> startOf) {
    if (uid != 0 && other.uid != uid) {
      return false;
    }
    if (!other.boot.equals(boot)) {
      return true; // the engine is on this very machine, or we would not talk to it by a socket
    }
    if (!other.namespace.equals(namespace)) {
      return false;
    }
    OptionalLong start = startOf.apply(other.pid);
    return start.isEmpty() || start.getAsLong() != other.started;
  }

  /** When a process started, in ticks since the boot; empty when there is none of that id. */
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
