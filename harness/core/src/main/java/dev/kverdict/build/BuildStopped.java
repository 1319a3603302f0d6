package dev.kverdict.build;

import dev.kverdict.record.BuildOutcome;

/** Leaves a half-made store entry with an outcome that is a fact about the patch or the source. */
final class BuildStopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient BuildOutcome outcome;

  private final boolean lasting;

  BuildStopped(BuildOutcome outcome) {
    this(outcome, false);
  }

  /**
   * @param lasting whether the same patch on the same tree is bound to fail again
   */
  BuildStopped(BuildOutcome outcome, boolean lasting) {
    super(outcome.kind() + " " + String.join("; ", outcome.lines()));
    this.outcome = outcome;
    this.lasting = lasting;
  }

  /** Returns a copy with another outcome. */
  BuildStopped withOutcome(BuildOutcome more) {
    return new BuildStopped(more, lasting);
  }

  boolean lasting() {
    return lasting;
  }

  BuildOutcome outcome() {
    return outcome;
  }
}
