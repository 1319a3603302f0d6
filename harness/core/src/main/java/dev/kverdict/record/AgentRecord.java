package dev.kverdict.record;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent inside the guest reported: the witness from within.
 *
 * @param userSpace whether its first message arrived at all
 * @param kernelRelease {@code uname -r}, or null when unknown
 * @param buildIds build-id by module name, the kernel itself under {@code vmlinux}
 * @param taintStart {@code /proc/sys/kernel/tainted} before the program ran, or null
 * @param taintEnd the same after settling, or null
 * @param steps the steps in order, the agent's own {@code mount} included
 * @param exit how the program under test ended, or null when it did not
 * @param timedOut whether the agent ended the program at its time limit
 * @param stuck tasks found when the time limit passed
 * @param faults what the agent could not do, and violations of the protocol
 * @param settled whether sync and unmount after the run succeeded
 * @param hits how often each armed probe was hit, by the probe's name; one that could not be armed
 *     is absent
 * @param marks moments that the kernel's log has too, in order
 * @param reread how the files compare with the disk, or null when nobody looked
 * @param before what the guest held before the program ran, or null
 * @param after what it held after settling, or null
 */
public record AgentRecord(
    boolean userSpace,
    @Nullable String kernelRelease,
    Map<String, String> buildIds,
    @Nullable Long taintStart,
    @Nullable Long taintEnd,
    List<StepResult> steps,
    @Nullable ProgramExit exit,
    boolean timedOut,
    List<StuckTask> stuck,
    List<String> faults,
    boolean settled,
    Map<String, Long> hits,
    List<Mark> marks,
    @Nullable Reread reread,
    @Nullable Resources before,
    @Nullable Resources after) {

  /**
   * How a program ended.
   *
   * @param code the exit code, or -1 when a signal ended it
   * @param signal the signal's number, or 0
   */
  public record ProgramExit(int code, int signal) {}

  public AgentRecord {
    buildIds = Map.copyOf(buildIds);
    steps = List.copyOf(steps);
    stuck = List.copyOf(stuck);
    faults = List.copyOf(faults);
    hits = Map.copyOf(hits);
    marks = List.copyOf(marks);
  }
}
