package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.batch.Batch;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.model.Matrix;
import dev.kverdict.run.Resumed;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that make a run one of many patches, or one that goes on from another run. */
final class BatchOptions {

  private static final int MOST = 1000;

  @Option(
      names = "--patches",
      paramLabel = "DIR|MBOX|git:REV..REV",
      description = {
        "Judge many patches and rank them: the files of a directory, each subdirectory a series;",
        "the patches and series of an mbox; or the commits of the repository in --tree."
      })
  private @Nullable String collection;

  @Option(
      names = "--stop-at",
      paramLabel = "N",
      description = "With --patches: end as soon as N of them pass.")
  private @Nullable Integer stopAt;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "Go on from an interrupted run, with the same arguments, and say what is taken over.")
  private @Nullable Path run;

  /**
   * Returns the batch that is asked for.
   *
   * @throws UserError if there is nothing to judge, or options exclude each other
   */
  Optional<Batch> in(Matrix read, PatchArguments patches, KernelChoice route) {
    String written = collection;
    if (written == null) {
      if (stopAt != null) {
        throw new UserError("--stop-at " + stopAt, "is for many patches", "add --patches");
      }
      return Optional.empty();
    }
    return Optional.of(Batch.of(read, written, patches.many(written), route));
  }

  /** Returns how many patches that pass are enough, or 0 for all. */
  int stopAt() {
    return stopAt == null ? 0 : Terminal.inRange("--stop-at", stopAt, MOST);
  }

  /**
   * Requires that nothing is asked for that a plan cannot have.
   *
   * @throws UserError naming it, and why
   */
  void requirePlannable() {
    if (stopAt != null) {
      throw new UserError(
          "--stop-at " + stopAt,
          "ends a run as soon as enough patches pass, and no shard knows of those in the others",
          "leave it out of the plan");
    }
    if (run != null) {
      throw new UserError(
          "--resume " + run,
          "goes on from a run, and a plan begins none",
          "leave it out: a shard that runs again takes what it has from the store");
    }
  }

  /**
   * Returns the run to go on from, or null.
   *
   * @throws UserError if it is none
   */
  @Nullable Resumed resumed() {
    return run == null ? null : Resumed.read(run);
  }
}
