package dev.kverdict.page;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import dev.kverdict.run.CrashFile;
import dev.kverdict.trial.TrialRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trial, with what its directory tells.
 *
 * @param line the trial and its outcome
 * @param record the trial's own record, or null if it cannot be read
 * @param crashes its crashes, or null if it has none
 * @param course its course, or null if it is not known
 */
record TrialView(
    TrialLine line,
    @Nullable TrialRecord record,
    @Nullable CrashFile crashes,
    @Nullable Course course) {

  /** Returns whether a verdict counts it: others gather further evidence. */
  boolean counts() {
    String series = line.trial().series();
    return (series.equals(TrialId.PLAIN) || series.equals(TrialId.BOOTED))
        && line.outcome() != Outcome.Kind.INFRA;
  }

  /** Returns its name among the trials of its side: {@code 3}, {@code booted 1}. */
  String name() {
    TrialId id = line.trial();
    return (id.series().equals(TrialId.PLAIN) ? "" : id.series() + " ") + id.number();
  }

  /** Returns whether it began from a snapshot or by a boot; empty if that is not known. */
  String began() {
    if (record == null) {
      return "";
    }
    return record.snapshot() == null ? "booted" : "restored";
  }

  /** Returns whether it began from a snapshot. */
  boolean restored() {
    return began().equals("restored");
  }

  /** Returns the outcome in words: {@code failed as expected}. */
  String outcome() {
    return Words.of(line.outcome());
  }

  /** Returns the class of its mark in the style sheet. */
  String style() {
    return switch (line.outcome()) {
      case CLEAN -> "clean";
      case FAILED_AS_EXPECTED -> "failed";
      case INFRA -> "void";
      case FAILED_OTHERWISE, REFUSED, HUNG, TIMEOUT, VM_DIED, NOT_RUN, BOOT_FAILED -> "other";
    };
  }

  /** Returns the link to the directory of its evidence. */
  String link() {
    return RunFiles.link(line.folder() + "/");
  }

  /** Returns how long its program ran until it failed or ended, in microseconds. */
  Optional<Long> ran() {
    Optional<Long> byGuest = Optional.ofNullable(course).flatMap(Course::ran);
    return byGuest.isPresent() || record == null
        ? byGuest
        : Optional.ofNullable(record.ending().ranMillis()).map(millis -> millis * 1000);
  }

  /** Returns the first crash, if there is one. */
  Optional<CrashFile.Crash> crash() {
    return Optional.ofNullable(crashes).flatMap(file -> file.crashes().stream().findFirst());
  }
}
