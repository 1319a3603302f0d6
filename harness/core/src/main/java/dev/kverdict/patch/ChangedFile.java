package dev.kverdict.patch;

import java.util.List;

/**
 * The change that a patch makes to one file.
 *
 * @param oldPath the path before, below the source's root; empty for a new file
 * @param newPath the path after; empty for a deleted file
 * @param hunks the hunks; none for a pure rename, a change of mode or a binary file
 * @param binary whether the change is binary
 */
public record ChangedFile(String oldPath, String newPath, List<Hunk> hunks, boolean binary) {

  public ChangedFile {
    hunks = List.copyOf(hunks);
  }

  /** Returns the path by which a person knows the file. */
  public String path() {
    return newPath.isEmpty() ? oldPath : newPath;
  }
}
