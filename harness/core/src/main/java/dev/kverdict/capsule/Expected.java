package dev.kverdict.capsule;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import java.util.Objects;

/**
 * What came out when a cell was judged, or judged again.
 *
 * @param verdict the verdict
 * @param title what decided it, as in {@link dev.kverdict.record.Verdict}
 * @param reached whether the patched lines ran
 * @param series the trials of the control, and those of the patched kernel if there is one
 */
record Expected(VerdictKind verdict, String title, Reached.Answer reached, List<Series> series) {

  /** The series of the trials without the patch. */
  static final String CONTROL = "control";

  /** The series of the trials with the patch. */
  static final String PATCHED = "patched";

  /**
   * The trials of one side.
   *
   * @param name {@value #CONTROL} or {@value #PATCHED}
   * @param trials those that the host did not spoil
   * @param shown what they showed, the most frequent first
   */
  record Series(String name, int trials, List<Shown> shown) {

    Series {
      Objects.requireNonNull(name, "name");
      shown = List.copyOf(shown);
    }
  }

  /**
   * What some trials showed.
   *
   * @param outcome the outcome
   * @param title a crash title, a check, a step with its error; empty when clean
   * @param steps how many declared steps had succeeded
   * @param trials in how many trials
   */
  record Shown(Outcome.Kind outcome, String title, int steps, int trials) {

    Shown {
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(title, "title");
    }

    /** Returns whether another one is the same, however often it was seen. */
    boolean same(Shown other) {
      return outcome == other.outcome && title.equals(other.title) && steps == other.steps;
    }

    /** Returns it in words. */
    String words() {
      return "%s%s, steps done: %d".formatted(outcome, title.isEmpty() ? "" : ", " + title, steps);
    }
  }

  Expected {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(reached, "reached");
    series = List.copyOf(series);
  }

  /** Returns a series by its name; one without trials if it is not there. */
  Series of(String name) {
    return series.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElse(new Series(name, 0, List.of()));
  }
}
