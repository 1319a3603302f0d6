package dev.kverdict.patch;

/** How a patch fits a source that it applies to, from the best to the worst. */
public enum Fit {
  CLEAN("applies cleanly"),
  /** Its line ends are not the source's. */
  NORMALISED("applies, normalised"),
  /** A hunk fits at another line. */
  OFFSET("applies with an offset"),
  /** A hunk fits only if some of its context is ignored. */
  FUZZ("applies with fuzz"),
  /** It was merged with the version that it was made for. */
  MERGED("was merged in three ways"),
  /** The kernel with it came ready-made. */
  PREBUILT("was applied by somebody else");

  private final String words;

  Fit(String words) {
    this.words = words;
  }

  /** Returns what is said of the patch. */
  public String words() {
    return words;
  }

  /** Returns the worse of the two. */
  public Fit and(Fit other) {
    return compareTo(other) < 0 ? other : this;
  }
}
