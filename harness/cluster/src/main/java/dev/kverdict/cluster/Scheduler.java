package dev.kverdict.cluster;

import java.util.Collection;
import java.util.Map;

/** Runs tasks on the machines of a cluster. */
sealed interface Scheduler permits Slurm, Kubernetes {

  /** What became of a submission. */
  sealed interface Submitted {}

  /**
   * It is queued.
   *
   * @param job its name
   */
  record Accepted(String job) implements Submitted {}

  /**
   * It will not be queued, however often it is asked for.
   *
   * @param why the scheduler's words
   */
  record Refused(String why) implements Submitted {}

  /** What is known of tasks. */
  sealed interface Look {}

  /**
   * The tasks that the scheduler knows.
   *
   * @param tasks by job and shard; one that is missing has ended, and was forgotten
   */
  record Known(Map<String, Map<Integer, Task>> tasks) implements Look {}

  /**
   * It does not answer now; tasks go on without it.
   *
   * @param why what happened
   */
  record NoAnswer(String why) implements Submitted, Look {}

  /** Returns the name that a person knows it by. */
  String name();

  /** Queues tasks that run {@link TaskScripts#task}. */
  Submitted submit(Wave wave);

  /** Returns what is known of the tasks of these jobs. */
  Look look(Collection<String> jobs);

  /** Ends all tasks of these jobs, and of no others. */
  void cancel(Collection<String> jobs);

  /** Ends one task. */
  void cancel(String job, int shard);

  /** Returns the command by which a person ends these jobs. */
  String howToCancel(Collection<String> jobs);
}
