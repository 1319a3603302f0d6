package dev.kverdict.tree;

import dev.kverdict.UserError;
import dev.kverdict.host.Lane;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.store.Store;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A developer's tree as it stands: what it is compared with, and how it differs.
 *
 * @param top its root
 * @param branch the name of the branch, or {@code no branch}
 * @param head the commit that is checked out
 * @param base the commit that the control is built from
 * @param why why it is this one
 * @param uncommitted whether files differ from {@link #head}
 * @param diff how the files differ from {@link #base}: git's diff, as ISO 8859-1
 * @param untracked files and directories that git neither knows nor ignores; not part of it
 */
public record TreeState(
    Path top,
    String branch,
    Commit head,
    Commit base,
    String why,
    boolean uncommitted,
    String diff,
    List<String> untracked) {

  /** The name of the patch's file. */
  public static final String PATCH = "tree.patch";

  public TreeState {
    untracked = List.copyOf(untracked);
  }

  /** Returns whether a path, in which no link is left, lies in it. */
  public boolean has(Path path) {
    return path.startsWith(top);
  }

  /** Returns how the files differ from {@link #base}. */
  public PatchSet changes() {
    return PatchSet.of(PATCH, diff);
  }

  /**
   * Reads the tree in a directory, or around it, and changes nothing there.
   *
   * @param store gives a place to work in
   * @param directory where the user says the tree is
   * @param base the revision to compare with; null for HEAD if files differ from it, else the merge
   *     base with the upstream branch
   * @throws UserError if it cannot be tried as it stands
   */
  public static TreeState read(Lane lane, Store store, Path directory, @Nullable String base) {
    return WorkingTree.read(lane, store, directory, base);
  }
}
