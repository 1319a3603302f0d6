package dev.kverdict.page;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.verdict.Interval;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One side of a cell: its trials on the control or on the patched kernel.
 *
 * @param name {@code control} or {@code patched}
 * @param guard whether the program is a guard
 * @param tally the counts of the verdict
 * @param trials the trials, those that count first
 * @param interval the rate of failures that the counts allow
 */
record SideView(
    String name, boolean guard, Verdict.Tally tally, List<TrialView> trials, Interval interval) {

  /** Trials that are drawn one by one. */
  private static final int MOST_DRAWN = 40;

  SideView {
    trials = List.copyOf(trials);
  }

  /** Returns the trials that count. */
  List<TrialView> counted() {
    return trials.stream().filter(TrialView::counts).toList();
  }

  /** Returns the trials that count and are drawn. */
  List<TrialView> drawn() {
    return counted().stream().limit(MOST_DRAWN).toList();
  }

  /** Returns the number of trials that count and are not drawn. */
  int more() {
    return Math.max(0, counted().size() - MOST_DRAWN);
  }

  /** Returns the number of trials that went wrong: failures, or trials in which no guard held. */
  int bad() {
    return guard ? tally.trials() - tally.clean() : tally.failures();
  }

  /** Returns the counts in words: {@code 5/5 fail}, or of a guard {@code 5/5 hold}. */
  String counts() {
    if (tally.trials() == 0) {
      return "no trials";
    }
    return guard
        ? tally.clean() + "/" + tally.trials() + " hold"
        : tally.failures() + "/" + tally.trials() + " fail";
  }

  /** Returns the trial that shows best what happened on this side; empty without trials. */
  Optional<TrialView> telling() {
    return Stream.of(Outcome.Kind.FAILED_AS_EXPECTED)
        .flatMap(kind -> trials.stream().filter(trial -> trial.line().outcome() == kind))
        .filter(TrialView::counts)
        .findFirst()
        .or(() -> firstOther())
        .or(() -> trials.stream().filter(TrialView::counts).findFirst())
        .or(() -> trials.stream().findFirst());
  }

  private Optional<TrialView> firstOther() {
    return trials.stream()
        .filter(TrialView::counts)
        .filter(trial -> trial.line().outcome() != Outcome.Kind.CLEAN)
        .findFirst();
  }
}
