package dev.kverdict.record;

import org.jspecify.annotations.Nullable;

/** An event in a run: the only source for terminal, log, reports and resuming. */
public sealed interface Event {

  /**
   * A run began.
   *
   * @param folder the directory of its evidence
   * @param cells the number of cells to decide
   */
  record RunStarted(String caseName, String folder, int cells) implements Event {}

  /**
   * A build made progress.
   *
   * @param objects the number of objects built so far; 0 where the step does not count
   */
  record BuildMoved(String kernel, String step, int objects) implements Event {}

  /** A build ended. */
  record BuildEnded(String kernel, BuildOutcome.Kind outcome, long millis) implements Event {}

  /**
   * The control or the patched kernel of a cell has a plan.
   *
   * @param patch the patch's name, or null for the control
   * @param trials how many of its trials count in the end, those that ended included
   * @param rough whether what they show may still change that
   */
  record TrialsPlanned(
      String kernel, @Nullable String patch, String repro, int trials, boolean rough)
      implements Event {}

  /** A trial began. */
  record TrialStarted(TrialId trial) implements Event {}

  /**
   * A trial ended.
   *
   * @param detail the outcome for a person
   * @param fromStore whether its evidence was found in the store
   * @param folder the directory of its evidence, relative to that of the run
   */
  record TrialEnded(
      TrialId trial,
      Outcome.Kind outcome,
      String detail,
      long millis,
      boolean fromStore,
      String folder)
      implements Event {}

  /** A snapshot was taken, for trials to resume from. */
  record MachineSaved(String kernel, String point, long millis) implements Event {}

  /** A snapshot was discarded with everything that was observed on it. */
  record MachineDiscarded(String kernel, String machine, String reason) implements Event {}

  /**
   * A control has not failed once so far.
   *
   * @param more the number of further trials if none of them fails
   * @param millis the time that these take, roughly
   */
  record ControlNotFailed(String kernel, String repro, int trials, int more, long millis)
      implements Event {}

  /**
   * A cell has its verdict.
   *
   * @param decided the number of cells with a verdict, this one included
   */
  record CellDecided(
      String kernel, String patch, String repro, VerdictKind verdict, String reason, int decided)
      implements Event {}

  /** It is known of a candidate of a batch what it is worth, or that it will not be known. */
  record CandidateDecided(Candidate candidate) implements Event {}

  /** A claim is settled, or cannot be. */
  record ClaimSettled(String id, ClaimResult.Outcome outcome, String reason) implements Event {}

  /** Something worth knowing. */
  record Note(String text) implements Event {}

  /** A run ended. */
  record RunEnded(int exitCode, long millis) implements Event {}
}
