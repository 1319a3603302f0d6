package dev.kverdict.record;

import java.util.Objects;

/**
 * The effect of leaving one patch out of a series.
 *
 * @param kernel the kernel's name
 * @param patch the name of the series
 * @param number the number of the patch, from 1
 * @param subject the subject of the patch
 * @param answer whether it is needed
 * @param reason what happened without it
 */
public record Necessity(
    String kernel, String patch, int number, String subject, Answer answer, String reason) {

  /** The answers. */
  public enum Answer {
    /** Without it, a failure that the series fixes is back. */
    NEEDED("needed"),
    /** Without it, all results are the same. */
    NOT_NEEDED("not needed by any reproducer"),
    /** The rest of the series does not apply or build, or proves nothing. */
    CANNOT_TELL("cannot tell");

    private final String words;

    Answer(String words) {
      this.words = words;
    }

    /** Returns the answer for a person. */
    public String words() {
      return words;
    }
  }

  public Necessity {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(patch, "patch");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(answer, "answer");
    Objects.requireNonNull(reason, "reason");
  }
}
