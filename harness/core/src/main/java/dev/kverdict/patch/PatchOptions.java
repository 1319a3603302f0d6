package dev.kverdict.patch;

import java.util.HashMap;
import java.util.Map;

/**
 * What is allowed when patches are read and applied. Each of it can make another patch of the one
 * that its author wrote, so somebody has to ask for it.
 *
 * @param incomplete whether patches of a series may be missing
 * @param fuzz the lines at the edges of a hunk's context that may differ from the source, as {@code
 *     patch --fuzz} counts them; 0 for none
 * @param versions versions of files, as bytes held in ISO 8859-1, by the ids that git gives them:
 *     with that for which a patch was made, it is merged in three ways if it does not apply
 */
public record PatchOptions(boolean incomplete, int fuzz, Map<String, String> versions) {

  /** Nothing is allowed. */
  public static final PatchOptions STRICT = new PatchOptions(false, 0);

  /** Patches that somebody picked one by one, whatever series they are from. */
  public static final PatchOptions PICKED = new PatchOptions(true, 0);

  public PatchOptions {
    versions = Map.copyOf(versions);
  }

  /** Creates options without versions of files. */
  public PatchOptions(boolean incomplete, int fuzz) {
    this(incomplete, fuzz, Map.of());
  }

  /** More lines of context than anybody writes. */
  public static final int MOST_FUZZ = 20;

  /** Returns what either allows. */
  PatchOptions or(PatchOptions other) {
    Map<String, String> all = new HashMap<>(versions);
    all.putAll(other.versions);
    return new PatchOptions(incomplete || other.incomplete, Math.max(fuzz, other.fuzz), all);
  }
}
