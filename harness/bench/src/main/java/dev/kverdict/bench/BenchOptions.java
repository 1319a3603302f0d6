package dev.kverdict.bench;

import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, and how often.
 *
 * @param sections which sections
 * @param rounds how often each thing is measured
 * @param traced whether one trial of each kind is told moment by moment
 * @param route whether the stock kernel or the one built from source is measured
 * @param accelerator the accelerator, or null to find out
 * @param launcher the program that users start
 * @param firstMatrix the matrix that is run from an empty store
 * @param runs the folder below which the run's folder is made
 */
public record BenchOptions(
    Set<BenchSection> sections,
    int rounds,
    boolean traced,
    KernelChoice route,
    @Nullable Accelerator accelerator,
    Path launcher,
    Path firstMatrix,
    Path runs) {

  public BenchOptions {
    sections = Set.copyOf(sections);
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be positive, was " + rounds);
    }
  }
}
