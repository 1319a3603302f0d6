package dev.kverdict.campaign;

import dev.kverdict.matrix.Defaults;
import dev.kverdict.matrix.Matrix;
import dev.kverdict.verdict.TrialPlan;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a matrix is run.
 *
 * @param selection which cells
 * @param route how kernels of a distribution are come by
 * @param trials trials of the control and of each patched kernel, per program; null to run as many
 *     as the plan of trials asks for
 * @param maxTrials the most trials of one side that the plan may ask for
 * @param budget after this no further trial is begun, or null
 * @param confidence the asked confidence
 * @param jobs how many machines run at once
 * @param accelerator the accelerator, or null to find out
 * @param expectations whether {@code expect:} counts
 * @param extras what is asked for beyond the ordinary
 * @param runs the folder below which the run's folder is made
 */
public record CampaignOptions(
    Selection selection,
    Route route,
    @Nullable Integer trials,
    int maxTrials,
    @Nullable Duration budget,
    double confidence,
    int jobs,
    @Nullable Accelerator accelerator,
    boolean expectations,
    Set<Extra> extras,
    Path runs) {

  /** Below this many trials a side, two boots to be saved cost more than they spare. */
  private static final int WORTH_SAVING = 4;

  /** What is done only when it is asked for. */
  public enum Extra {
    /** Leaves out each patch of a series in turn. */
    NECESSITY,
    /** Keeps the condition of an edited assertion as a report, in a build for evidence. */
    TRIPWIRE,
    /** Boots for every trial, instead of going on from saved machines. */
    COLD,
    /** Runs again what the store has evidence of. */
    FRESH
  }

  public CampaignOptions {
    extras = Set.copyOf(extras);
  }

  /** Everything in the matrix, as its defaults say, into {@code runs/}. */
  public static CampaignOptions of(Matrix matrix) {
    Defaults defaults = matrix.defaults();
    return new CampaignOptions(
        Selection.ALL,
        Route.AUTO,
        defaults.trials(),
        defaults.maxTrials(),
        defaults.budget(),
        defaults.confidence(),
        defaults.jobs(),
        null,
        true,
        Set.of(),
        Path.of("runs"));
  }

  /** The same for a part of the matrix. */
  public CampaignOptions selecting(Selection part) {
    return new CampaignOptions(
        part,
        route,
        trials,
        maxTrials,
        budget,
        confidence,
        jobs,
        accelerator,
        expectations,
        extras,
        runs);
  }

  /** The same with kernels of a distribution come by in another way. */
  public CampaignOptions by(Route other) {
    return new CampaignOptions(
        selection,
        other,
        trials,
        maxTrials,
        budget,
        confidence,
        jobs,
        accelerator,
        expectations,
        extras,
        runs);
  }

  /** The same with a fixed number of trials, or null for as many as it takes. */
  public CampaignOptions withTrials(@Nullable Integer number) {
    return new CampaignOptions(
        selection,
        route,
        number,
        maxTrials,
        budget,
        confidence,
        jobs,
        accelerator,
        expectations,
        extras,
        runs);
  }

  /** The same into another folder. */
  public CampaignOptions writingTo(Path folder) {
    return new CampaignOptions(
        selection,
        route,
        trials,
        maxTrials,
        budget,
        confidence,
        jobs,
        accelerator,
        expectations,
        extras,
        folder);
  }

  /** The same with more to do. */
  public CampaignOptions with(Extra... more) {
    return new CampaignOptions(
        selection,
        route,
        trials,
        maxTrials,
        budget,
        confidence,
        jobs,
        accelerator,
        expectations,
        Set.of(more),
        runs);
  }

  /** Whether trials go on from saved machines. */
  boolean restoring() {
    return !extras.contains(Extra.COLD) && (trials == null || trials >= WORTH_SAVING);
  }

  TrialPlan plan() {
    return trials == null
        ? TrialPlan.of(confidence, maxTrials)
        : TrialPlan.fixed(trials, confidence);
  }
}
