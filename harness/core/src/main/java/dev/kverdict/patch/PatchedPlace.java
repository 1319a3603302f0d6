package dev.kverdict.patch;

import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A place in the source that a patch changes: what to watch on either side to know whether it ran.
 *
 * @param file the file after the patch, below the source's root; before it for one that goes
 * @param label file, line and size of the change for a person
 * @param function the function it stands in, or null
 * @param oldLines lines to watch before the patch: what it removes or, where it only adds, the
 *     nearest line of the same function
 * @param newLines lines to watch after it: what it adds or, where it only removes, the nearest line
 *     of the same function
 * @param deletion whether nothing that could run was added
 * @param notMeasurable why nothing of it can be watched; empty when it can
 */
public record PatchedPlace(
    String file,
    String label,
    @Nullable String function,
    NavigableSet<Integer> oldLines,
    NavigableSet<Integer> newLines,
    boolean deletion,
    String notMeasurable) {

  public PatchedPlace {
    oldLines = new TreeSet<>(oldLines);
    newLines = new TreeSet<>(newLines);
  }

  /** Whether a line of it may have instructions. */
  public boolean measurable() {
    return notMeasurable.isEmpty();
  }
}
