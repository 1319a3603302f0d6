package dev.kverdict.report;

import dev.kverdict.record.RunResult;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.Verdict;

/** How long the trials of a cell took. */
final class CellTime {

  private CellTime() {}

  /** Returns the time of the trials on the cell's own kernel in this run, in seconds. */
  static double seconds(RunResult result, Verdict v) {
    String kernel = v.patch().equals(Verdict.CONTROL) ? v.kernel() : v.kernel() + "/" + v.patch();
    return result.trials().stream()
            .filter(line -> line.trial().kernelUnderTest().equals(kernel))
            .filter(line -> line.trial().repro().equals(v.repro()))
            .mapToLong(TrialLine::millis)
            .sum()
        / 1000.0;
  }
}
