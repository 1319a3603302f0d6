package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Outcome;

/**
 * A trial and what has to come out.
 *
 * @param name what is special about the trial
 * @param title the outcome's title
 * @param steps how many steps passed
 */
record OutcomeRow(String name, TrialSketch trial, Outcome.Kind kind, String title, int steps) {

  static OutcomeRow row(
      String name, TrialSketch trial, Outcome.Kind kind, String title, int steps) {
    return new OutcomeRow(name, trial, kind, title, steps);
  }

  void check() {
    Outcome outcome = trial.judged();
    assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(kind);
    assertThat(outcome.title()).isEqualTo(title);
    assertThat(outcome.stepsPassed()).isEqualTo(steps);
  }

  @Override
  public String toString() {
    return name;
  }
}
