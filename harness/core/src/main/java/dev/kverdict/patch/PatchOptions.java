package dev.kverdict.patch;

/**
 * What is allowed when patches are read and applied. Each of it can make another patch of the one
 * that its author wrote, so somebody has to ask for it.
 *
 * @param incomplete whether patches of a series may be missing
 * @param fuzz the lines at the edges of a hunk's context that may differ from the source, as {@code
 *     patch --fuzz} counts them; 0 for none
 */
public record PatchOptions(boolean incomplete, int fuzz) {

  /** Nothing is allowed. */
  public static final PatchOptions STRICT = new PatchOptions(false, 0);

  /** Patches that somebody picked one by one, whatever series they are from. */
  public static final PatchOptions PICKED = new PatchOptions(true, 0);

  /** More lines of context than anybody writes. */
  public static final int MOST_FUZZ = 20;

  /** Returns what either allows. */
  PatchOptions or(PatchOptions other) {
    return new PatchOptions(incomplete || other.incomplete, Math.max(fuzz, other.fuzz));
  }
}
