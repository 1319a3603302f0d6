package dev.kverdict.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What holds where the command line says nothing.
 *
 * @param trials trials of the control and of each patched kernel, per reproducer; null to run as
 *     many as the asked confidence takes
 * @param maxTrials the most trials of one side, positive
 * @param budget after this no further trial is begun, or null
 * @param confidence the asked confidence, strictly between 0.5 and 1
 * @param jobs how many virtual machines run at once; positive
 */
public record Defaults(
    @Nullable Integer trials,
    int maxTrials,
    @Nullable Duration budget,
    double confidence,
    int jobs) {

  /** As many trials as it takes up to a hundred a side, 95 %, one job. */
  public static final Defaults BUILT_IN = new Defaults(null, 100, null, 0.95, 1);

  /** The same with a fixed number of trials, or null for as many as it takes. */
  public Defaults withTrials(@Nullable Integer number) {
    return new Defaults(number, maxTrials, budget, confidence, jobs);
  }
}
