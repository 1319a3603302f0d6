package dev.kverdict.record;

import java.util.Objects;

/**
 * A finding beside the trials of both sides of a cell.
 *
 * @param finding what was seen
 * @param status the side that it belongs to
 * @param control the number of the cell's control trials that showed it
 * @param patched the number of patched trials that showed it
 */
public record JudgedFinding(Finding finding, Status status, int control, int patched) {

  /** The side that a finding belongs to. */
  public enum Status {
    /** Control trials passed that place without it. */
    NEW("new"),
    /** No control trial reached that place. */
    UNMASKED("seen only patched, cannot tell"),
    /** The kernel without the patch shows it, too. */
    PRE_EXISTING("pre-existing"),
    /** Patched trials passed that place without it. */
    GONE("gone");

    private final String words;

    Status(String words) {
      this.words = words;
    }

    /** Returns the status for a person. */
    public String words() {
      return words;
    }
  }

  public JudgedFinding {
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(status, "status");
  }

  /** Returns status, kind and title for a person. */
  public String summary() {
    return status.words() + ": " + finding.kind().words() + ": " + finding.title();
  }
}
