package dev.kverdict.bench;

import dev.kverdict.trial.TrialStep;
import java.util.List;
import java.util.Objects;

/**
 * The steps of one trial and their times.
 *
 * @param title a name for the trial
 * @param moments the steps in the order of time
 */
public record TrialTrace(String title, List<Moment> moments) {

  /**
   * A step and its time.
   *
   * @param millis ms since the trial began
   * @param detail a remark on the step; may contain text from the guest
   */
  public record Moment(double millis, TrialStep step, String detail) {

    /** Returns the step in words, with its detail. */
    public String what() {
      return detail.isEmpty() ? step.label() : step.label() + ": " + detail;
    }
  }

  public TrialTrace {
    Objects.requireNonNull(title, "title");
    moments = List.copyOf(moments);
  }
}
