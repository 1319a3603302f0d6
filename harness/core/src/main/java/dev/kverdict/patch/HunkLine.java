package dev.kverdict.patch;

/**
 * One line of a hunk.
 *
 * @param kind on which sides the line exists
 * @param text the line without its mark
 */
public record HunkLine(Kind kind, String text) {

  /** The sides on which a line exists. */
  public enum Kind {
    /** Before and after. */
    CONTEXT,
    /** After only. */
    ADDED,
    /** Before only. */
    REMOVED
  }
}
