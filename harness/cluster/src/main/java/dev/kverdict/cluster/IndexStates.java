package dev.kverdict.cluster;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the status of an indexed Job says of its indexes.
 *
 * @param over whether nothing of it runs any more
 */
record IndexStates(Set<Integer> completed, Set<Integer> failed, boolean over) {

  static IndexStates of(Job job) {
    JobStatus status = job.getStatus();
    if (status == null) {
      return new IndexStates(Set.of(), Set.of(), false);
    }
    boolean over =
        status.getConditions() != null
            && status.getConditions().stream()
                .anyMatch(
                    c ->
                        Set.of("Complete", "Failed").contains(c.getType())
                            && "True".equals(c.getStatus()));
    return new IndexStates(
        numbers(status.getCompletedIndexes()), numbers(status.getFailedIndexes()), over);
  }

  private static Set<Integer> numbers(@Nullable String list) {
    return list == null ? Set.of() : IndexList.numbers(list);
  }

  /**
   * Returns what is known of one index.
   *
   * @param pod what its newest pod says, or null if it has none
   */
  Task task(int index, String job, @Nullable Task pod) {
    Task known =
        pod == null ? new Task(Task.Phase.WAITING, "", "", "", job + "-" + index + "-") : pod;
    if (completed.contains(index)) {
      return ended(known, "COMPLETED");
    }
    if (failed.contains(index) || over) {
      return ended(known, known.phase() == Task.Phase.ENDED ? known.state() : "FAILED");
    }
    // A pod that ended may be followed by another one, which is the Job's to decide.
    return known.phase() == Task.Phase.ENDED
        ? new Task(Task.Phase.WAITING, known.state(), known.node(), known.reason(), known.attempt())
        : known;
  }

  private static Task ended(Task known, String state) {
    return new Task(Task.Phase.ENDED, state, known.node(), known.reason(), known.attempt());
  }
}
