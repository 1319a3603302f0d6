package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.model.Defaults;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much work a run is: options shared by {@code verify} and {@code try}. */
final class EffortOptions {

  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})(s|m)");
  private static final Pattern TRIALS = Pattern.compile("([1-9][0-9]{0,6}) ?trials?");

  private static final int MAX = 10_000;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Exactly N trials a side (default: as many as the confidence needs).")
  private @Nullable Integer trials;

  @Option(names = "--max-trials", paramLabel = "N", description = "At most N trials a side.")
  private @Nullable Integer maxTrials;

  @Option(
      names = "--budget",
      paramLabel = "DURATION",
      description = "Start no further trial after this time: 30s, 10m.")
  private @Nullable String budget;

  @Option(
      names = "--confidence",
      paramLabel = "C",
      description = "The confidence to reach, 0.5 to 1.")
  private @Nullable Double confidence;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Run N machines at once (default: from the matrix).")
  private @Nullable Integer jobs;

  /**
   * Returns what these options ask for.
   *
   * @param usual holds where they say nothing
   * @throws UserError when a value cannot be meant
   */
  Defaults of(Defaults usual) {
    return of(usual, budget(usual));
  }

  private Defaults of(Defaults usual, @Nullable Duration time) {
    return new Defaults(
        trials == null
            ? usual.trials()
            : Integer.valueOf(Terminal.inRange("--trials", trials, MAX)),
        maxTrials == null ? usual.maxTrials() : Terminal.inRange("--max-trials", maxTrials, MAX),
        time,
        checkedConfidence(usual),
        jobs == null ? usual.jobs() : Terminal.inRange("--jobs", jobs, MAX));
  }

  /**
   * Returns what these options ask for, where the budget may also be a number of trials.
   *
   * @param usual holds where they say nothing
   * @throws UserError when a value cannot be meant
   */
  Defaults orTrials(Defaults usual) {
    return mostTrials() == 0 ? of(usual) : of(usual, usual.budget());
  }

  /** Returns after how many trials no further one begins, or 0 for no limit. */
  int mostTrials() {
    Matcher number = TRIALS.matcher(budget == null ? "" : budget);
    return number.matches() ? Integer.parseInt(number.group(1)) : 0;
  }

  private @Nullable Duration budget(Defaults usual) {
    if (budget == null) {
      return usual.budget();
    }
    Matcher duration = DURATION.matcher(budget);
    if (!duration.matches()) {
      throw new UserError("--budget " + budget, "is not a duration", "write it as 30s or 10m");
    }
    long number = Long.parseLong(duration.group(1));
    return duration.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
  }

  private double checkedConfidence(Defaults usual) {
    double value = confidence == null ? usual.confidence() : confidence;
    if (!(value > 0.5 && value < 1)) {
      throw new UserError("--confidence " + value, "is out of range", "use a value such as 0.95");
    }
    return value;
  }
}
