package dev.kverdict.truth;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a trial left that a rule may look at.
 *
 * @param line the trial and its outcome
 * @param millis how long its machine ran, in ms
 * @param reports the kernel's reports on its console in their order, or null if it is not there
 * @param discarded whether it resumed from a snapshot that was discarded with all that it showed
 */
record SeenTrial(
    TrialLine line, long millis, @Nullable List<CrashReport> reports, boolean discarded) {

  /** Returns whether a verdict counts it. */
  boolean counts() {
    String series = line.trial().series();
    return (series.equals(TrialId.PLAIN) || series.equals(TrialId.BOOTED))
        && !discarded
        && line.outcome() != Outcome.Kind.INFRA;
  }

  /** Returns whether the kernel reached user space. */
  boolean booted() {
    return line.outcome() != Outcome.Kind.BOOT_FAILED;
  }

  /** Returns whether the failure showed that the case describes. */
  boolean failedAsExpected() {
    return line.outcome() == Outcome.Kind.FAILED_AS_EXPECTED;
  }

  /** Returns the reports; none if the console is not there. */
  List<CrashReport> known() {
    return reports == null ? List.of() : reports;
  }

  /** Returns its number, as people write it. */
  String name() {
    TrialId id = line.trial();
    return (id.series().equals(TrialId.PLAIN) ? "trial " : id.series() + " trial ") + id.number();
  }
}
