package dev.kverdict.bench;

import dev.kverdict.InfraError;
import dev.kverdict.record.Event;
import dev.kverdict.run.EventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The phases of a run with one patch and one program. Phases follow each other: trials beside a
 * machine that is being saved count as a part of that.
 *
 * @param total from the start of the process to its verdict, in s
 * @param build to the end of the patched kernel's build, from the beginning of the run, in s
 * @param snapshots how long machines were being saved from then on, in s
 * @param trials the rest of the time until the last trial ended, in s
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
    Instant tried =
        later(built, last(events, event -> event instanceof Event.TrialEnded t && !t.fromStore()));
    double total = WholeRun.seconds(started, decided);
    double build = WholeRun.seconds(begun, built);
    double snapshots = saving(events, built, tried);
    double trials = WholeRun.seconds(built, tried) - snapshots;
    return new VerdictTime(total, build, snapshots, trials, total - build - snapshots - trials);
  }

  /** Returns how long machines were being saved between two moments, however many at once. */
  private static double saving(Iterable<EventLog.Logged> events, Instant from, Instant to) {
    List<Span> spans = new ArrayList<>();
    for (EventLog.Logged logged : events) {
      if (logged.event() instanceof Event.MachineSaved saved) {
        spans.add(new Span(logged.at().minusMillis(saved.millis()), logged.at()));
      }
    }
    spans.sort(Comparator.comparing(Span::begin));
    double seconds = 0;
    Instant counted = from;
    for (Span span : spans) {
      Instant begin = later(counted, span.begin());
      Instant end = span.end().isAfter(to) ? to : span.end();
      if (end.isAfter(begin)) {
        seconds += WholeRun.seconds(begin, end);
        counted = end;
      }
    }
    return seconds;
  }

  private record Span(Instant begin, Instant end) {}

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
