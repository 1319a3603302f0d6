package dev.kverdict.truth;

/**
 * What the answers of a rule took.
 *
 * @param rule the rule
 * @param answers on how many patches it has answered
 * @param trials how many trials all these took
 * @param millis how long their machines ran, in ms; several may have run at once
 */
public record Effort(Rule rule, int answers, int trials, long millis) {

  /** Returns trials for one answer; 0 without any. */
  public double trialsEach() {
    return answers == 0 ? 0 : (double) trials / answers;
  }

  /** Returns minutes of machines for one answer; 0 without any. */
  public double minutesEach() {
    return answers == 0 ? 0 : millis / 60_000.0 / answers;
  }
}
