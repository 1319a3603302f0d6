package dev.kverdict.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Values that the command line may override.
 *
 * @param trials trials of the control and of each patched kernel, per reproducer; null to run as
 *     many as the confidence needs
 * @param maxTrials the largest number of trials on one side, positive
 * @param budget the time after which no further trial starts, or null
 * @param confidence the confidence to reach, strictly between 0.5 and 1
 * @param jobs the number of virtual machines that run at once, positive
 */
public record Defaults(
    @Nullable Integer trials,
    int maxTrials,
    @Nullable Duration budget,
    double confidence,
    int jobs) {

  /** As many trials as needed up to a hundred a side, 95 %, one job. */
  public static final Defaults BUILT_IN = new Defaults(null, 100, null, 0.95, 1);

  /** Returns a copy with a fixed number of trials, or null for as many as needed. */
  public Defaults withTrials(@Nullable Integer number) {
    return new Defaults(number, maxTrials, budget, confidence, jobs);
  }
}
