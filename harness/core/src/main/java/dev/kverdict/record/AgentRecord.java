package dev.kverdict.record;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The report of the agent inside the guest: the witness from within.
 *
 * @param userSpace whether its first message arrived
 * @param kernelRelease {@code uname -r}, or null when unknown
 * @param buildIds build-id by module name, the kernel itself under {@code vmlinux}
 * @param unanswered names of modules that the kernel asked for in vain, or aliases of them
 * @param taintStart {@code /proc/sys/kernel/tainted} before the program ran, or null
 * @param taintEnd that file after settling, or null
 * @param steps the steps in order, the agent's own {@code mount} included
 * @param exit the end of the program under test, or null when it did not end
 * @param timedOut whether the agent ended the program at its time limit
 * @param stuck tasks found when the time limit passed
 * @param faults the agent's own failures, and violations of the protocol
 * @param settled whether sync and unmount after the run succeeded
 * @param hits the hits of each armed probe by its name; a probe that could not be armed is absent,
 *     and so is one that was not hit as far as a guest could tell that died before all were read
 * @param marks moments that are also in the kernel's log, in order
 * @param reread the comparison of the files with the disk, or null if it was not made
 * @param before the guest's resources before the program ran, or null
 * @param after the guest's resources after settling, or null
 * @param work what a program did that declares no steps, or null
 * @param lastWords the last line that the program printed; empty if it printed none
 * @param failedCalls the program's system calls that failed, if it was watched, in order
 */
public record AgentRecord(
    boolean userSpace,
    @Nullable String kernelRelease,
    Map<String, String> buildIds,
    List<String> unanswered,
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
    @Nullable Resources after,
    @Nullable Work work,
    String lastWords,
    List<FailedCall> failedCalls) {

  /**
   * The end of a program.
   *
   * @param code the exit code, or -1 when a signal ended it
   * @param signal the signal's number, or 0
   */
  public record ProgramExit(int code, int signal) {}

  /**
   * What a program did that nobody asked to report anything.
   *
   * @param processes processes and threads started in the guest since its start
   * @param mounted types of the file systems mounted since in any namespace
   * @param opened devices opened since, without their numbers, such as {@code loop}
   * @param killed number of the mark in the kernel's log just before the agent ended it, or 0
   */
  public record Work(long processes, List<String> mounted, List<String> opened, int killed) {

    public Work {
      mounted = List.copyOf(mounted);
      opened = List.copyOf(opened);
    }
  }

  public AgentRecord {
    buildIds = Map.copyOf(buildIds);
    unanswered = List.copyOf(unanswered);
    steps = List.copyOf(steps);
    stuck = List.copyOf(stuck);
    faults = List.copyOf(faults);
    hits = Map.copyOf(hits);
    marks = List.copyOf(marks);
    failedCalls = List.copyOf(failedCalls);
  }
}
