package dev.kverdict.shard;

import dev.kverdict.UserError;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.CampaignOptions.Extra;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.campaign.Selection;
import dev.kverdict.model.Defaults;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for when a plan was made, as its document has it.
 *
 * @param kernel as in {@link Selection}
 * @param patch as in {@link Selection}
 * @param repro as in {@link Selection}
 * @param trials trials a side, or null for as many as it takes
 * @param maxTrials the most trials a side
 * @param confidence the confidence to reach
 * @param jobs machines at once on one host
 * @param route which kernels of a distribution to use
 * @param accelerator the accelerator, or null for what each host can do
 * @param extras what is asked for beyond the ordinary
 */
record Asked(
    @Nullable String kernel,
    @Nullable String patch,
    @Nullable String repro,
    @Nullable Integer trials,
    int maxTrials,
    double confidence,
    int jobs,
    KernelChoice route,
    @Nullable Accelerator accelerator,
    List<Extra> extras) {

  private static final int MOST = 10_000;

  Asked {
    Objects.requireNonNull(route, "route");
    extras = List.copyOf(extras);
    boolean possible =
        (trials == null || (trials > 0 && trials <= MOST))
            && maxTrials > 0
            && maxTrials <= MOST
            && confidence > 0.5
            && confidence < 1
            && jobs > 0
            && jobs <= MOST;
    if (!possible) {
      throw new IllegalArgumentException("cannot be asked for");
    }
  }

  /**
   * Writes down the options of a run.
   *
   * @throws UserError if a run with these ends wherever its time is up
   */
  static Asked of(CampaignOptions options) {
    Defaults effort = options.effort();
    if (effort.budget() != null) {
      throw new UserError(
          "--budget",
          "ends a run wherever the time is up, which no two machines do alike",
          "leave it out of the plan and of the case");
    }
    return new Asked(
        options.selection().kernel(),
        options.selection().patch(),
        options.selection().repro(),
        effort.trials(),
        effort.maxTrials(),
        effort.confidence(),
        effort.jobs(),
        options.route(),
        options.accelerator(),
        options.extras().stream().sorted().toList());
  }

  /** Returns whether the run is a batch. */
  boolean screening() {
    return extras.contains(Extra.SCREEN);
  }

  /** Returns whether what is asked concerns all programs of a patch at once, its guards, too. */
  boolean patchesWhole() {
    return screening() || extras.contains(Extra.NECESSITY) || extras.contains(Extra.STEPS);
  }

  /** Returns the options, for runs below a directory. */
  CampaignOptions options(Path runs) {
    return new CampaignOptions(
        new Selection(kernel, patch, repro),
        route,
        new Defaults(trials, maxTrials, null, confidence, jobs),
        accelerator,
        Set.copyOf(extras),
        runs);
  }
}
