package dev.kverdict.patch;

import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A place in the source that a patch changes, and the lines to watch to know whether it ran.
 *
 * @param file the file after the patch, below the root of the source; before it if it is deleted
 * @param label file, line and size of the change for a person
 * @param function the function around it, or null
 * @param oldLines lines to watch before the patch: those it removes or, if it only adds, the
 *     nearest line of the same function
 * @param newLines lines to watch after it: those it adds or, if it only removes, the nearest line
 *     of the same function
 * @param deletion whether no line that could run was added
 * @param notMeasurable the reason why none of it can be watched; empty when it can
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

  /** Returns whether a line of it may have instructions. */
  public boolean measurable() {
    return notMeasurable.isEmpty();
  }
}
