package dev.kverdict.pool;

import dev.kverdict.build.AppliedPatch;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import java.util.Optional;

/** The kernels of a run, each built once: the seam between trials and compilers. */
public interface KernelBuilds {

  /** Waits for the build of a kernel without a patch under test. */
  KernelBuild control(KernelDef kernel);

  /**
   * Applies a patch to the source of a kernel that has been built.
   *
   * @return empty if the source is not known
   */
  Optional<AppliedPatch> applied(KernelDef kernel, PatchDef patch);

  /** Waits for the build of a kernel with a patch; the kernel itself has been built. */
  KernelBuild patched(KernelDef kernel, PatchDef patch);
}
