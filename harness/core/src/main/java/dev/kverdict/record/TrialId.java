package dev.kverdict.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which run of which cell.
 *
 * @param kernel the kernel's name in the matrix
 * @param patch the patch's name, or null for the control
 * @param repro the name of the reproducer or guard
 * @param number the trial's number within its cell, from 1
 */
public record TrialId(String kernel, @Nullable String patch, String repro, int number) {

  public TrialId {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(repro, "repro");
    if (number < 1) {
      throw new IllegalArgumentException("number must be positive, was " + number);
    }
  }

  /** {@code kernel} for the control, {@code kernel/patch} for a patched one. */
  public String kernelUnderTest() {
    return patch == null ? kernel : kernel + "/" + patch;
  }

  @Override
  public String toString() {
    return kernelUnderTest() + " " + repro + " #" + number;
  }
}
