package dev.kverdict.model;

import org.jspecify.annotations.Nullable;

/**
 * One kernel, one patch, one program.
 *
 * @param kernel the kernel
 * @param patch the patch, or null if only the control is tested
 * @param program the reproducer or guard
 */
public record Cell(KernelDef kernel, @Nullable PatchDef patch, ReproducerDef program) {

  /** Returns {@code KERNEL}, or {@code KERNEL/PATCH}. */
  public String kernelUnderTest() {
    return patch == null ? kernel.name() : kernel.name() + "/" + patch.name();
  }

  @Override
  public String toString() {
    return kernelUnderTest() + " " + program.name();
  }
}
