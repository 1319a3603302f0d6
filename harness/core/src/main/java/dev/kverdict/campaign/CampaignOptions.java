package dev.kverdict.campaign;

import dev.kverdict.matrix.Matrix;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a matrix is run.
 *
 * @param selection which cells
 * @param trials trials of the control and of each patched kernel, per program
 * @param confidence the asked confidence
 * @param jobs how many machines run at once
 * @param accelerator the accelerator, or null to find out
 * @param fresh whether evidence in the store is left aside
 * @param expectations whether {@code expect:} counts
 * @param runs the folder below which the run's folder is made
 */
public record CampaignOptions(
    Selection selection,
    int trials,
    double confidence,
    int jobs,
    @Nullable Accelerator accelerator,
    boolean fresh,
    boolean expectations,
    Path runs) {

  /** Everything in the matrix, as its defaults say, into {@code runs/}. */
  public static CampaignOptions of(Matrix matrix) {
    return new CampaignOptions(
        Selection.ALL,
        matrix.defaults().trials(),
        matrix.defaults().confidence(),
        matrix.defaults().jobs(),
        null,
        false,
        true,
        Path.of("runs"));
  }

  /** The same for a part of the matrix. */
  public CampaignOptions selecting(Selection part) {
    return new CampaignOptions(
        part, trials, confidence, jobs, accelerator, fresh, expectations, runs);
  }

  /** The same with another number of trials. */
  public CampaignOptions withTrials(int number) {
    return new CampaignOptions(
        selection, number, confidence, jobs, accelerator, fresh, expectations, runs);
  }

  /** The same into another folder. */
  public CampaignOptions writingTo(Path folder) {
    return new CampaignOptions(
        selection, trials, confidence, jobs, accelerator, fresh, expectations, folder);
  }
}
