package dev.kverdict.cluster;

import dev.kverdict.text.Printable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One line of {@code squeue --format=%F|%K|%A|%T|%N|%r} (squeue(1)): the array's job, the index,
 * the task's own job, state, nodes, reason.
 */
record SqueueLine(String job, int shard, Task task) {

  private static final int FIELDS = 6;

  /** States in which a task waits or will begin again. */
  private static final Set<String> WAITING =
      Set.of("PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_FED", "RESV_DEL_HOLD", "SPECIAL_EXIT");

  /** States in which it has processes. COMPLETING may follow any end, and its end is soon known. */
  private static final Set<String> RUNNING =
      Set.of("RUNNING", "COMPLETING", "SUSPENDED", "STOPPED", "SIGNALING", "STAGE_OUT", "RESIZING");

  /** Reasons that nothing but another request, or an administrator, removes. */
  private static final Set<String> NEVER =
      Set.of(
          "PartitionTimeLimit",
          "PartitionNodeLimit",
          "BadConstraints",
          "AccountNotAllowed",
          "InvalidAccount",
          "InvalidQOS",
          "QOSNotAllowed",
          "AssocMaxWallDurationPerJobLimit",
          "QOSMaxWallDurationPerJobLimit",
          "AssocMaxMemPerJob",
          "QOSMaxMemoryPerJob",
          "JobHeldAdmin",
          "JobHoldMaxRequeue",
          "DependencyNeverSatisfied");

  /** A node could not start it, and Slurm holds it: its words, not a constant. */
  static final String LAUNCH_FAILED = "launch failed requeued held";

  /** Reads a line; empty if it is none of a task of an array. */
  static Optional<SqueueLine> read(String line) {
    String[] fields = line.strip().split("\\|", FIELDS);
    if (fields.length != FIELDS || !fields[1].matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    String reason = Printable.line(fields[5].replaceAll("^\\(|\\)$", ""));
    String node = fields[4].matches("[A-Za-z0-9][A-Za-z0-9._-]*") ? fields[4] : "";
    Task task =
        new Task(
            phase(fields[3], reason), Printable.line(fields[3]), node, reason, fields[2] + ".");
    return Optional.of(new SqueueLine(fields[0], Integer.parseInt(fields[1]), task));
  }

  private static Task.Phase phase(String state, String reason) {
    if (WAITING.contains(state)) {
      return NEVER.contains(reason) || reason.equals(LAUNCH_FAILED)
          ? Task.Phase.STUCK
          : Task.Phase.WAITING;
    }
    return RUNNING.contains(state) ? Task.Phase.RUNNING : Task.Phase.ENDED;
  }

  void into(Map<String, Map<Integer, Task>> known) {
    Map<Integer, Task> tasks = known.computeIfAbsent(job, key -> new HashMap<>());
    tasks.put(shard, task);
  }
}
