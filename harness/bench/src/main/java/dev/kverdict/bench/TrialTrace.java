package dev.kverdict.bench;

import dev.kverdict.trial.TrialStep;
import java.util.List;
import java.util.Objects;

/**
 * What happened in one trial, and when.
 *
 * @param title which trial
 * @param moments in the order of time
 */
public record TrialTrace(String title, List<Moment> moments) {

  /**
   * A step, and when it happened.
   *
   * @param millis ms since the trial began
   * @param detail what there is to say about the step; may hold words of the guest
   */
  public record Moment(double millis, TrialStep step, String detail) {

    /** The step in words, with its detail. */
    public String what() {
      return detail.isEmpty() ? step.label() : step.label() + ": " + detail;
    }
  }

  public TrialTrace {
    Objects.requireNonNull(title, "title");
    moments = List.copyOf(moments);
  }
}
