package dev.kverdict.verdict;

import static java.util.stream.Collectors.joining;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Ran;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a program that declares no steps has to run on a patched kernel. Such a program may
 * repeat for ever, so its end proves nothing: what counts is how long it ran without failing.
 *
 * <p>If the control failed in all n trials, the slowest of them after M, each patched trial runs
 * for at least M. Let F be the distribution of the time to failure. As M is the largest of n draws,
 * F(M) has the distribution Beta(n, 1), whatever F is (David and Nagaraja, Order Statistics, 2003,
 * section 2.3): it is at least (1 - c)^(1/n) with confidence c. This is the Clopper-Pearson bound
 * for n failures in n trials, so the plan's number of patched trials is right for these programs,
 * too. With a patch that does nothing, k patched trials all outlast M with probability 1 / C(n + k,
 * n): that the n smallest of n + k draws are the control's. If the control did not fail in all
 * trials, the patched ones run for as long as the control's could: the case's time limit.
 *
 * @param time how long a patched trial runs, or null until it ends, at the program's limit at the
 *     latest
 * @param failed the control's trials that failed
 */
public record Exposure(@Nullable Duration time, List<Ran> failed) {

  /** No restriction: of a program that declares its steps, or of a control. */
  public static final Exposure NONE = new Exposure(null, List.of());

  /** A patched trial runs this many times as long as the slowest failure of the control. */
  private static final int FACTOR = 3;

  /** So that the start of the program, on a busy host, does not count as exposure. */
  private static final Duration LEAST = Duration.ofSeconds(2);

  public Exposure {
    failed = List.copyOf(failed);
  }

  /**
   * Returns what the control's outcomes ask of the patched trials.
   *
   * @param control the control's outcomes
   */
  public static Exposure of(ReproducerDef program, List<Outcome> control) {
    if (!program.endless()) {
      return NONE;
    }
    List<Ran> failed =
        control.stream()
            .filter(o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED)
            .flatMap(o -> Stream.ofNullable(o.ran()))
            .toList();
    long counted = control.stream().filter(o -> o.kind() != Outcome.Kind.INFRA).count();
    if (failed.isEmpty() || failed.size() < counted) {
      return new Exposure(null, failed);
    }
    Duration time = Duration.ofMillis(times(failed).getMax()).multipliedBy(FACTOR);
    return new Exposure(time.compareTo(LEAST) < 0 ? LEAST : time, failed);
  }

  private static LongSummaryStatistics times(List<Ran> trials) {
    return trials.stream().mapToLong(Ran::millis).summaryStatistics();
  }

  /**
   * Returns an outcome of a patched trial, where a clean one in which the program did less than in
   * every failing trial of the control is one in which it did not run.
   */
  public Outcome compared(Outcome outcome) {
    Ran ran = outcome.ran();
    if (outcome.kind() != Outcome.Kind.CLEAN || ran == null || failed.isEmpty()) {
      return outcome;
    }
    String missing = missing(ran);
    if (missing != null) {
      return outcome.as(Outcome.Kind.NOT_RUN, missing);
    }
    long slowest = times(failed).getMax();
    return ran.alone() || ran.millis() >= slowest
        ? outcome
        : outcome.as(
            Outcome.Kind.TIMEOUT,
            "the program ran %s, less than the control's slowest failure took (%s)"
                .formatted(seconds(ran.millis()), seconds(slowest)));
  }

  /** Returns what a program did on the control in every trial and not here, or null. */
  private @Nullable String missing(Ran ran) {
    List<String> mounted = lacking(ran, Ran::mounted);
    if (!mounted.isEmpty()) {
      return "the program did not mount %s, as it did on the control"
          .formatted(String.join(", ", mounted));
    }
    List<String> opened = lacking(ran, Ran::opened);
    if (!opened.isEmpty()) {
      return "the program did not open %s, as it did on the control".formatted(devices(opened));
    }
    LongSummaryStatistics processes = failed.stream().mapToLong(Ran::processes).summaryStatistics();
    if (ran.processes() < processes.getMin()) {
      return "the program started %d processes in %s, on the control at least %d before it failed"
          .formatted(ran.processes(), seconds(ran.millis()), processes.getMin());
    }
    long soonest = times(failed).getMin();
    return ran.alone() && ran.millis() * 2 < soonest
        ? "the program ended by itself after %s; the control failed after %s at the earliest"
            .formatted(seconds(ran.millis()), seconds(soonest))
        : null;
  }

  /** Returns what every failing trial of the control did, and this one did not. */
  private List<String> lacking(Ran ran, Function<Ran, List<String>> deeds) {
    List<String> lacking = new ArrayList<>(deeds.apply(failed.get(0)));
    failed.forEach(control -> lacking.retainAll(deeds.apply(control)));
    lacking.removeAll(deeds.apply(ran));
    return lacking;
  }

  /**
   * Returns how long the patched trials ran beside the control's failures, for a person: {@code ran
   * 14 s or more, 4.1 x the slowest failure of the control (3.4 s), 212 processes}.
   *
   * @return empty for a program that declares its steps
   */
  static Optional<String> words(CellCase cell) {
    List<Ran> failed = of(cell.program(), cell.control()).failed();
    return failed.isEmpty()
        ? Optional.empty()
        : cell.patched().stream()
            .flatMap(outcome -> Stream.ofNullable(outcome.ran()))
            .min(Comparator.comparingLong(Ran::millis))
            .map(ran -> words(ran, times(failed).getMax()));
  }

  private static String words(Ran ran, long slowest) {
    return "ran %s or more, %.1f x the slowest failure of the control (%s), %d processes%s"
            .formatted(
                seconds(ran.millis()),
                (double) ran.millis() / Math.max(1, slowest),
                seconds(slowest),
                ran.processes(),
                ran.mounted().isEmpty() ? "" : ", mounted " + String.join(", ", ran.mounted()))
        + (ran.opened().isEmpty() ? "" : ", opened " + devices(ran.opened()));
  }

  private static String devices(List<String> names) {
    return names.stream().map(name -> "/dev/" + name).collect(joining(", "));
  }

  private static String seconds(long millis) {
    return millis < 10_000
        ? "%d.%d s".formatted(millis / 1000, millis % 1000 / 100)
        : "%d s".formatted(millis / 1000);
  }
}
