package dev.kverdict.bench;

import dev.kverdict.InfraError;
import dev.kverdict.record.Event;
import dev.kverdict.run.EventLog;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The phases of a run with one patch and one program. Phases follow each other: an overlap counts
 * as part of the one that began first.
 *
 * @param total from the start of the process to its verdict, in s
 * @param build to the end of the patched kernel's build, from the beginning of the run, in s
 * @param snapshots from there until the patched kernel's snapshots were saved, in s
 * @param trials from there until the last trial ended, in s
 * @param rest the remainder: the start of the process and judging, in s
 */
record VerdictTime(double total, double build, double snapshots, double trials, double rest) {

  /**
   * Returns the times according to a run's events.
   *
   * @param started when the process was started
   * @param kernel the patched kernel, as {@code KERNEL/PATCH}
   * @throws InfraError when there was no such build or no verdict
   */
  static VerdictTime of(Instant started, Iterable<EventLog.Logged> events, String kernel) {
    Instant begun = last(events, event -> event instanceof Event.RunStarted);
    Instant decided = last(events, event -> event instanceof Event.CellDecided);
    Instant built =
        last(events, event -> event instanceof Event.BuildEnded b && b.kernel().equals(kernel));
    if (begun == null || decided == null || built == null) {
      throw new InfraError("a run with " + kernel + " ended without a verdict");
    }
    Instant saved =
        later(
            built,
            last(
                events,
                event -> event instanceof Event.MachineSaved m && m.kernel().equals(kernel)));
    Instant tried =
        later(saved, last(events, event -> event instanceof Event.TrialEnded t && !t.fromStore()));
    double total = WholeRun.seconds(started, decided);
    double build = WholeRun.seconds(begun, built);
    double snapshots = WholeRun.seconds(built, saved);
    double trials = WholeRun.seconds(saved, tried);
    return new VerdictTime(total, build, snapshots, trials, total - build - snapshots - trials);
  }

  private static Instant later(Instant one, @Nullable Instant other) {
    return other == null || other.isBefore(one) ? one : other;
  }

  private static @Nullable Instant last(Iterable<EventLog.Logged> events, Predicate<Event> which) {
    Instant found = null;
    for (EventLog.Logged logged : events) {
      if (which.test(logged.event())) {
        found = logged.at();
      }
    }
    return found;
  }
}
