package dev.kverdict.record;

import java.util.Objects;

/**
 * A finding beside the trials of both sides of a cell.
 *
 * @param finding what was seen
 * @param status whose it is
 * @param control in how many control trials of the cell it was seen
 * @param patched in how many patched trials
 */
public record JudgedFinding(Finding finding, Status status, int control, int patched) {

  /** Whose a finding is. */
  public enum Status {
    /** Control trials passed that place without it. */
    NEW("new"),
    /** No control trial lived to that place. */
    UNMASKED("seen only patched, cannot tell"),
    /** The kernel without the patch shows it, too. */
    PRE_EXISTING("pre-existing"),
    /** Patched trials passed that place without it. */
    GONE("gone");

    private final String words;

    Status(String words) {
      this.words = words;
    }

    /** The status as a person reads it. */
    public String words() {
      return words;
    }
  }

  public JudgedFinding {
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(status, "status");
  }
}
