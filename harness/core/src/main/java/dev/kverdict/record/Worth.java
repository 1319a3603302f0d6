package dev.kverdict.record;

import java.util.Objects;

/**
 * What a patch is worth, as the author of a case knows it: the truth that verdicts are measured by.
 * No verdict ever sees it.
 *
 * @param kind whether it is right, or in which way it is wrong
 * @param why what the patch does, in a sentence
 */
public record Worth(Kind kind, String why) {

  /** Whether a patch is right, or in which way it is wrong. */
  public enum Kind {
    /** It removes the cause and harms nothing. */
    RIGHT,
    /** The bug is there as before. */
    NO_EFFECT,
    /** The report of the bug is gone; the bug is not. */
    MASKING,
    /** The bug is out of reach, because the feature is, too. */
    AVOIDING,
    /** It changes something elsewhere, and another way to the bug is open. */
    WRONG_PLACE,
    /** It is good for some ways to the bug and misses others. */
    HALF,
    /** The bug is gone, and something that worked no longer does. */
    BREAKS_NEIGHBOUR,
    /** It is the fix of another bug. */
    OTHER_FIX
  }

  public Worth {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(why, "why");
  }

  /** Returns whether the patch is right. */
  public boolean right() {
    return kind == Kind.RIGHT;
  }
}
