package dev.kverdict.record;

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
   * Something that happened.
   *
   * @param millis ms since the trial began
   * @param what what it was; words of the guest may be in it
   */
  public record Moment(double millis, String what) {}

  public TrialTrace {
    Objects.requireNonNull(title, "title");
    moments = List.copyOf(moments);
  }
}
