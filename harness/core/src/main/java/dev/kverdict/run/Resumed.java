package dev.kverdict.run;

import dev.kverdict.UserError;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run that was interrupted, for the one that goes on from it. Its builds, snapshots and trials
 * are in the store, where the new run finds them by what they are made of; its verdicts are found
 * again from the trials. So nothing is taken over that could be wrong: what this reads only says
 * what to expect.
 *
 * @param run its directory
 * @param plan what it was about
 * @param trials the trials that it finished
 * @param verdicts the number of its verdicts
 * @param builds the number of its builds that succeeded
 * @param ended whether it came to its end
 */
public record Resumed(
    Path run, RunPlan plan, Set<TrialId> trials, int verdicts, int builds, boolean ended) {

  private static final String REMEDY =
      "leave out --resume: what is finished is in the store, where the same command finds it";

  private static final int MOST_NAMED = 5;

  public Resumed {
    trials = Set.copyOf(trials);
  }

  /**
   * Reads what is left of a run; a line that was cut when it was killed is left out.
   *
   * @throws UserError if that is no run, or a part of it is damaged or of another version
   */
  public static Resumed read(Path run) {
    Path folder = run.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new UserError("--resume " + run, "is no directory", "name the directory of a run");
    }
    RunPlan plan = RunPlan.read(folder);
    Set<TrialId> trials = new LinkedHashSet<>();
    Set<String> verdicts = new LinkedHashSet<>();
    Set<String> builds = new LinkedHashSet<>();
    boolean ended = false;
    for (EventLog.Logged logged : EventLog.ofRun(folder, REMEDY)) {
      Event event = logged.event();
      if (event instanceof Event.TrialEnded trial && trial.outcome() != Outcome.Kind.INFRA) {
        trials.add(trial.trial());
      } else if (event instanceof Event.CellDecided cell) {
        verdicts.add(String.join(" ", cell.kernel(), cell.patch(), cell.repro()));
      } else if (event instanceof Event.BuildEnded build
          && build.outcome() == BuildOutcome.Kind.BUILT) {
        builds.add(build.kernel());
      } else if (event instanceof Event.RunEnded) {
        ended = true;
      }
    }
    return new Resumed(folder, plan, trials, verdicts.size(), builds.size(), ended);
  }

  /**
   * Returns the plan of the run that goes on.
   *
   * @param now what that run is about
   * @throws UserError naming what is not as it was
   */
  public RunPlan goingOn(RunPlan now) {
    List<String> changes = now.changes(plan);
    if (changes.isEmpty()) {
      return now.resuming(run);
    }
    String named = changes.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    String more =
        changes.size() > MOST_NAMED
            ? ", and %d more changes".formatted(changes.size() - MOST_NAMED)
            : "";
    throw new UserError("--resume " + run, "is about something else: " + named + more, REMEDY);
  }

  /** Returns what is taken over, for a person. */
  public String words() {
    return "goes on from %s, which %s: %d trials, %d verdicts and %d builds are known from there"
        .formatted(run, ended ? "had ended" : "was interrupted", trials.size(), verdicts, builds);
  }

  /** Returns how many of its trials the store still had, for a person. */
  public String found(List<TrialLine> now) {
    long found =
        now.stream()
            .filter(TrialLine::fromStore)
            .map(TrialLine::trial)
            .filter(trials::contains)
            .distinct()
            .count();
    long again =
        now.stream()
            .filter(line -> !line.fromStore())
            .map(TrialLine::trial)
            .filter(trials::contains)
            .distinct()
            .count();
    return "of its %d trials, %d were taken over from the store and %d ran again"
        .formatted(trials.size(), found, again);
  }
}
