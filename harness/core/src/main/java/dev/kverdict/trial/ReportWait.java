package dev.kverdict.trial;

import dev.kverdict.vm.Accelerator;
import java.time.Duration;

/**
 * How long to wait for the rest of a crash report after its first line: until its end was seen and
 * a panic had the time to follow, or the console fell silent, or a deadline passed. All scaled to
 * the accelerator. Times are those of {@link System#nanoTime}.
 */
final class ReportWait {

  /** A panic follows the end of an oops at once, and QEMU ends with it. */
  private static final Duration AFTER_END = Duration.ofMillis(500);

  /** A kernel that prints a report prints a line of it at least so often. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** A report with all locks and all processors takes seconds on a slow console. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final long afterEnd;
  private final long silence;
  private final long deadline;

  ReportWait(Accelerator accelerator, long began) {
    this.afterEnd = accelerator.scale(AFTER_END).toNanos();
    this.silence = accelerator.scale(SILENCE).toNanos();
    this.deadline = began + accelerator.scale(DEADLINE).toNanos();
  }

  /**
   * When there is nothing more to wait for, as far as is known now.
   *
   * @param finished whether the end of the report was seen
   * @param since since when, or else when the console last said something
   */
  long until(boolean finished, long since) {
    return Math.min(deadline, since + (finished ? afterEnd : silence));
  }
}
