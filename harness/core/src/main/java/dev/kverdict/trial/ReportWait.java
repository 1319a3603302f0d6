package dev.kverdict.trial;

import dev.kverdict.vm.Accelerator;
import java.time.Duration;

/**
 * Decides how long to wait for the rest of a crash report after its first line: until its end was
 * seen and a panic had time to follow, or the console fell silent, or a deadline passed. All limits
 * are scaled to the accelerator. Times are those of {@link System#nanoTime}.
 */
record ReportWait(long afterEnd, long silence, long deadline) {

  /** A panic follows an oops at once, and QEMU ends with it. */
  private static final Duration AFTER_END = Duration.ofMillis(500);

  /** Longest pause between two lines of a report. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** A report with all locks and all processors takes seconds on a slow console. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  ReportWait(Accelerator accelerator, long began) {
    this(
        accelerator.scale(AFTER_END).toNanos(),
        accelerator.scale(SILENCE).toNanos(),
        began + accelerator.scale(DEADLINE).toNanos());
  }

  /**
   * Returns when to stop waiting, as far as is known now.
   *
   * @param finished whether the end of the report was seen
   * @param since when its end was seen, or else when the console last printed something
   */
  long until(boolean finished, long since) {
    return Math.min(deadline, since + (finished ? afterEnd : silence));
  }
}
