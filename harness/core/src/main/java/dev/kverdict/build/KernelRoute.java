package dev.kverdict.build;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import java.io.IOException;
import java.nio.file.Path;

/** A way from a source to a kernel: the control's tree, and the artefacts that a guest boots. */
sealed interface KernelRoute permits SourceRoute, StockRoute, PrebuiltRoute {

  /**
   * Returns the control's source and everything built from it, never written to again.
   *
   * @throws BuildStopped when it does not build
   */
  Entry tree(KernelDef def);

  /** Returns the key of the control's artefact. */
  Key controlKey(KernelDef def, Entry tree);

  /** Fills the directory of an artefact from the control's tree. */
  void control(KernelDef def, Entry tree, Path directory) throws IOException;

  /** Returns the key of a variant's artefact. */
  Key variantKey(KernelDef def, PatchDef patch, Entry tree);

  /**
   * Builds in a copy of the control's tree, and fills the directory of an artefact.
   *
   * @param control the control's artefact, whose unchanged files may be linked
   * @throws BuildStopped when the patch does not apply or build
   */
  void variant(KernelDef def, PatchDef patch, Entry tree, KernelArtefact control, Path directory)
      throws IOException;
}
