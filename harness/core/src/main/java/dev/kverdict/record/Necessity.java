package dev.kverdict.record;

import java.util.Objects;

/**
 * What becomes of a series when one of its patches is left out.
 *
 * @param kernel the kernel's name
 * @param patch the name of the series
 * @param number which of its patches, from 1
 * @param subject what that patch is called
 * @param answer whether it is needed
 * @param reason what was seen without it
 */
public record Necessity(
    String kernel, String patch, int number, String subject, Answer answer, String reason) {

  /** Whether a patch is needed. */
  public enum Answer {
    /** Without it a failure is back that the series mends. */
    NEEDED("needed"),
    /** Without it everything is as with it. */
    NOT_NEEDED("not needed by any reproducer"),
    /** The rest does not stand alone, or proves nothing. */
    CANNOT_TELL("cannot tell");

    private final String words;

    Answer(String words) {
      this.words = words;
    }

    /** The answer as a person reads it. */
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
