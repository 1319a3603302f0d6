package dev.kverdict.bench;

import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of a benchmark.
 *
 * @param sections the sections to measure
 * @param rounds the number of measurements of each quantity
 * @param traced whether to print the steps of one trial of each kind
 * @param route whether to measure the stock kernel or the one built from source
 * @param accelerator the accelerator, or null to find out
 * @param launcher the program that users start
 * @param firstMatrix the matrix to run with an empty store
 * @param batch the candidates of the section {@code batch}, or null if it is not measured
 * @param runs the directory in which the run directory is created
 */
public record BenchOptions(
    Set<BenchSection> sections,
    int rounds,
    boolean traced,
    KernelChoice route,
    @Nullable Accelerator accelerator,
    Path launcher,
    Path firstMatrix,
    @Nullable BenchBatch batch,
    Path runs) {

  public BenchOptions {
    sections = Set.copyOf(sections);
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be positive, was " + rounds);
    }
  }
}
