package dev.kverdict.cluster;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a task ended without a whole shard.
 *
 * @param kind what follows from it
 * @param why in words
 */
record Loss(Kind kind, String why) {

  enum Kind {
    /** The machine went away: any other will do. */
    NODE,
    /** It ran out of time: it gets more. */
    TIME,
    /** It ran out of memory: it gets more. */
    MEMORY,
    /** The machine could not do it: another one may. */
    HOST,
    /** The shared directory or kverdict is not there on the node: nor will it be on others. */
    BLIND,
    /** Somebody ended it, or nothing will make it begin: it is not tried again. */
    REFUSED
  }

  /** What a shell says of a program that it may not run, or does not find. */
  private static final int NO_PROGRAM = 126;

  private static final int NOT_FOUND = 127;
  private static final int KILLED = 137;
  private static final int TERMINATED = 143;
  private static final int USAGE = 2;

  /** Says why a task ended that has left no whole shard. */
  static Loss of(Task task, int shard, SharedFolder shared) {
    String on = task.node().isEmpty() ? "" : " on " + task.node();
    if (task.phase() == Task.Phase.STUCK) {
      return task.reason().equals(SqueueLine.LAUNCH_FAILED)
          ? new Loss(Kind.NODE, "a node could not start it")
          : new Loss(Kind.REFUSED, "it will never begin: " + task.reason());
    }
    // What the scheduler did to it comes first: the exit code is that of a program that was killed.
    return switch (task.state()) {
      case "NODE_FAIL", "BOOT_FAIL" -> new Loss(Kind.NODE, "its node failed" + on);
      case "PREEMPTED", "REVOKED" -> new Loss(Kind.NODE, "other work took its node" + on);
      case "TIMEOUT", "DEADLINE" -> new Loss(Kind.TIME, "it ran out of time" + on);
      case "OUT_OF_MEMORY" -> new Loss(Kind.MEMORY, "it ran out of memory" + on);
      case "CANCELLED" -> new Loss(Kind.REFUSED, "somebody cancelled it");
      default -> failed(task, shard, shared, on);
    };
  }

  private static Loss failed(Task task, int shard, SharedFolder shared, String on) {
    Optional<String> attempt = shared.newest(shard, task.attempt());
    if (attempt.isEmpty()) {
      return blind(task, shared);
    }
    OptionalInt code = shared.code(shard, attempt.get());
    return code.isEmpty()
        ? new Loss(Kind.NODE, "it was killed" + on)
        : ended(
            code.getAsInt(),
            on,
            shared.lastLine(shard, attempt.get()).orElse("it printed nothing"));
  }

  private static Loss ended(int code, String on, String line) {
    String said = "exit code " + code + on + ": " + line;
    return switch (code) {
      case NO_PROGRAM, NOT_FOUND -> new Loss(Kind.BLIND, said);
      case KILLED -> new Loss(Kind.MEMORY, "it was killed" + on + ", perhaps for want of memory");
      case TERMINATED -> new Loss(Kind.NODE, "it was ended" + on);
      case USAGE -> new Loss(Kind.REFUSED, said);
      default -> new Loss(Kind.HOST, said);
    };
  }

  private static Loss blind(Task task, SharedFolder shared) {
    String node = task.node().isEmpty() ? "its node" : "node " + task.node();
    return shared.isFull()
        ? new Loss(Kind.HOST, "the disk of " + shared.path() + " is full")
        : new Loss(
            Kind.BLIND,
            node + " left nothing there: it does not see the directory, or may not write to it");
  }
}
