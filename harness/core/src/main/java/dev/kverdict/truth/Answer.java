package dev.kverdict.truth;

import java.util.Objects;

/**
 * What a rule says of a patch, or of one program on a patch.
 *
 * @param kind the answer
 * @param reason why, in words
 * @param trials how many trials the rule looked at
 * @param millis how long their machines ran, in ms
 */
public record Answer(Kind kind, String reason, int trials, long millis) {

  /** The kinds of answer. */
  public enum Kind {
    /** The patch fixes the bug. */
    PASSES,
    /** It does not, or does harm. */
    REFUSES,
    /** The rule itself says that it cannot tell. */
    UNDECIDED,
    /** The rule would need trials or evidence that are not there. */
    MISSING,
    /** The rule looks at nothing that this program shows. */
    BLIND;

    /** Returns whether the rule has answered: what is missing is no fault of a rule. */
    public boolean given() {
      return this == PASSES || this == REFUSES || this == UNDECIDED;
    }
  }

  public Answer {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(reason, "reason");
  }
}
