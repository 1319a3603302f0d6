package dev.kverdict.campaign;

import dev.kverdict.model.Defaults;
import dev.kverdict.model.Matrix;
import dev.kverdict.verdict.TrialPlan;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of a run.
 *
 * @param selection which cells
 * @param route which kernels of a distribution to use
 * @param effort how many trials, how sure, how long and how many at once: the matrix's defaults,
 *     where nothing else is asked for
 * @param accelerator the accelerator, or null to find out
 * @param extras what is asked for beyond the ordinary
 * @param runs the directory below which the run's directory is created
 */
public record CampaignOptions(
    Selection selection,
    KernelChoice route,
    Defaults effort,
    @Nullable Accelerator accelerator,
    Set<Extra> extras,
    Path runs) {

  /** With fewer trials per side, making two snapshots costs more than it saves. */
  private static final int WORTH_SAVING = 4;

  /** Things that are done only if they are asked for. */
  public enum Extra {
    /** Leaves out each patch of a series in turn. */
    NECESSITY,
    /** Applies the patches of each series one after the other. */
    STEPS,
    /** Keeps the condition of an edited assertion as a report, in a build for evidence. */
    TRIPWIRE,
    /** Boots for every trial instead of resuming from snapshots. */
    COLD,
    /** Runs again what the store has evidence of. */
    FRESH,
    /** Ignores {@code expect:}, so that every patch must pass. */
    NO_EXPECT,
    /** Judges many patches by the cheapest decision first, and none further than its first fail. */
    SCREEN
  }

  public CampaignOptions {
    extras = Set.copyOf(extras);
  }

  /** Everything in the matrix, as its defaults say, into {@code runs/}. */
  public static CampaignOptions of(Matrix matrix) {
    return new CampaignOptions(
        Selection.ALL, KernelChoice.AUTO, matrix.defaults(), null, Set.of(), Path.of("runs"));
  }

  /** Returns a copy that leaves its runs elsewhere. */
  public CampaignOptions leavingRunsIn(Path directory) {
    return new CampaignOptions(selection, route, effort, accelerator, extras, directory);
  }

  /** Returns a copy for a part of the matrix. */
  public CampaignOptions selecting(Selection part) {
    return new CampaignOptions(part, route, effort, accelerator, extras, runs);
  }

  /** Returns a copy with another choice of a distribution's kernels. */
  public CampaignOptions by(KernelChoice other) {
    return new CampaignOptions(selection, other, effort, accelerator, extras, runs);
  }

  /** Returns a copy with a fixed number of trials, or null for as many as it takes. */
  public CampaignOptions withTrials(@Nullable Integer number) {
    Defaults fixed = effort.withTrials(number);
    return new CampaignOptions(selection, route, fixed, accelerator, extras, runs);
  }

  /** Returns a copy that writes below another directory. */
  public CampaignOptions writingTo(Path folder) {
    return new CampaignOptions(selection, route, effort, accelerator, extras, folder);
  }

  /** Returns a copy with these extras and no others. */
  public CampaignOptions with(Extra... asked) {
    Set<Extra> extra = Set.of(asked);
    return new CampaignOptions(selection, route, effort, accelerator, extra, runs);
  }

  /** Returns whether trials resume from snapshots. */
  boolean restoring() {
    Integer trials = effort.trials();
    return !extras.contains(Extra.COLD) && (trials == null || trials >= WORTH_SAVING);
  }

  TrialPlan plan() {
    Integer trials = effort.trials();
    return trials == null
        ? TrialPlan.of(effort.confidence(), effort.maxTrials())
        : TrialPlan.fixed(trials, effort.confidence());
  }
}
