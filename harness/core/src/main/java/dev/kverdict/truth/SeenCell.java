package dev.kverdict.truth;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.record.Scope;
import dev.kverdict.record.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * One program on one patched kernel, with the trials that count.
 *
 * @param verdict the verdict on it
 * @param program its expected failure
 * @param trials the patched kernel's trials in the order of their numbers, without those that the
 *     host spoiled
 * @param titles titles of the expected crash: the case's, and those by which the control's consoles
 *     name it; empty for a program that fails by a check
 */
record SeenCell(
    Verdict verdict, Scope.Program program, List<SeenTrial> trials, List<String> titles) {

  SeenCell {
    trials = List.copyOf(trials);
    titles = List.copyOf(titles);
  }

  /** Returns the expected failure if a trial shows it. */
  Optional<String> expected(SeenTrial trial) {
    if (program.check() != null) {
      return trial.failedAsExpected() ? Optional.of("check " + program.check()) : Optional.empty();
    }
    return trial.known().stream()
        .filter(report -> report.meets(titles))
        .map(CrashReport::title)
        .findFirst();
  }

  /** Returns how long the machines of some trials ran, in ms. */
  static long millis(List<SeenTrial> trials) {
    return trials.stream().mapToLong(SeenTrial::millis).sum();
  }
}
