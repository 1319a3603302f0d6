package dev.kverdict.record;

/** Something that happened in a run: the one source for terminal, log, reports and resuming. */
public sealed interface Event {

  /**
   * A run began.
   *
   * @param folder the directory of its evidence
   * @param cells how many cells will be decided
   */
  record RunStarted(String caseName, String folder, int cells) implements Event {}

  /**
   * A build goes on.
   *
   * @param objects how many objects were made so far; 0 where nothing is counted
   */
  record BuildMoved(String kernel, String step, int objects) implements Event {}

  /** A build ended. */
  record BuildEnded(String kernel, BuildOutcome.Kind outcome, long millis) implements Event {}

  /** A trial began. */
  record TrialStarted(TrialId trial) implements Event {}

  /**
   * A trial ended.
   *
   * @param detail the outcome for a person
   * @param fromStore whether its evidence was found instead of made
   * @param folder the directory of its evidence, from that of the run
   */
  record TrialEnded(
      TrialId trial,
      Outcome.Kind outcome,
      String detail,
      long millis,
      boolean fromStore,
      String folder)
      implements Event {}

  /** A snapshot was made, for trials to resume from. */
  record MachineSaved(String kernel, String point, long millis) implements Event {}

  /** A snapshot was discarded with everything that was observed on it. */
  record MachineDiscarded(String kernel, String machine, String reason) implements Event {}

  /**
   * A control has not failed once so far.
   *
   * @param more how many trials are still to come if that goes on
   * @param millis about how long these take
   */
  record ControlNotFailed(String kernel, String repro, int trials, int more, long millis)
      implements Event {}

  /**
   * A cell has its verdict.
   *
   * @param decided how many cells have one, this one included
   */
  record CellDecided(
      String kernel, String patch, String repro, VerdictKind verdict, String reason, int decided)
      implements Event {}

  /** A claim is settled, or cannot be. */
  record ClaimSettled(String id, ClaimResult.Outcome outcome, String reason) implements Event {}

  /** Something worth knowing. */
  record Note(String text) implements Event {}

  /** A run ended. */
  record RunEnded(int exitCode, long millis) implements Event {}
}
