package dev.kverdict.record;

import java.util.Objects;

/**
 * What one patch of a series changes, on top of those before it.
 *
 * @param kernel the kernel's name
 * @param patch the name of the series
 * @param number the number of the patch, from 1
 * @param of how many patches the series has
 * @param subject the subject of the patch, without what mails put before it
 * @param effect what it changes
 * @param reason what was seen with it, and before it
 */
public record SeriesStep(
    String kernel, String patch, int number, int of, String subject, Effect effect, String reason) {

  /** What a patch changes. */
  public enum Effect {
    /** A reproducer is FIXED from here on that was not before. */
    FIXES("fixes"),
    /** Every program shows what it showed before. */
    NO_CHANGE("changes no verdict"),
    /** Something is wrong from here on that was not before. */
    BREAKS("BREAKS"),
    /** What was seen proves nothing. */
    CANNOT_TELL("cannot tell");

    private final String words;

    Effect(String words) {
      this.words = words;
    }

    /** Returns the effect for a person. */
    public String words() {
      return words;
    }
  }

  public SeriesStep {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(patch, "patch");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(reason, "reason");
  }

  /** Returns it on a line: {@code patch 2 of 3 (SUBJECT): BREAKS: REASON}. */
  public String line() {
    return "patch %d of %d (%s): %s: %s".formatted(number, of, subject, effect.words(), reason);
  }
}
