package dev.kverdict.pool;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.trial.Probe;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs single trials of one kernel with one program: the seam between what decides on trials and
 * the machines that run them.
 */
public interface TrialRuns {

  /**
   * Runs one trial to its end, or finds its evidence.
   *
   * @param probes places in the kernel to count
   * @param restored whether the trial may resume from a snapshot instead of booting
   * @param exposure how long an endless program runs, or null for its time limit
   * @param ended called when its machine has ended
   */
  Trial run(
      TrialId id,
      List<Probe> probes,
      boolean restored,
      @Nullable Duration exposure,
      Runnable ended);

  /** Returns whether a trial resumed from a snapshot that was discarded since. */
  boolean discarded(Outcome outcome);

  /**
   * Discards a snapshot with everything that was observed on it.
   *
   * @param machine its name in outcomes
   * @param why for a person
   */
  void discard(String machine, String why);
}
