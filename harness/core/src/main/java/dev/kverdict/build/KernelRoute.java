package dev.kverdict.build;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import java.io.IOException;
import java.nio.file.Path;

/** A way from a source to a kernel: its control's tree, and what a guest boots out of it. */
sealed interface KernelRoute permits SourceRoute, StockRoute {

  /**
   * The control's source and everything built from it, which nobody writes to again.
   *
   * @throws BuildStopped when it does not build
   */
  Entry tree(KernelDef def);

  /** The key of the control's artefact. */
  Key controlKey(KernelDef def, Entry tree);

  /** Fills an artefact's folder from the control's tree. */
  void control(KernelDef def, Entry tree, Path folder) throws IOException;

  /** The key of a variant's artefact. */
  Key variantKey(KernelDef def, PatchDef patch, Entry tree);

  /**
   * Builds on a copy of the control's tree, and fills an artefact's folder.
   *
   * @param control the control's artefact, of which what does not change may be taken over
   * @throws BuildStopped when the patch does not apply or build
   */
  void variant(KernelDef def, PatchDef patch, Entry tree, KernelArtefact control, Path folder)
      throws IOException;
}
