package dev.kverdict.kernel;

import dev.kverdict.record.BuildOutcome;

/** Leaves a half-made store entry with an outcome that is a fact about the patch or the source. */
final class BuildStopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient BuildOutcome outcome;

  BuildStopped(BuildOutcome outcome) {
    super(outcome.kind() + " " + String.join("; ", outcome.lines()));
    this.outcome = outcome;
  }

  BuildOutcome outcome() {
    return outcome;
  }
}
