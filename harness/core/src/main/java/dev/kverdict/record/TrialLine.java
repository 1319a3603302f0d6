package dev.kverdict.record;

/**
 * One trial of a run, for reports.
 *
 * @param detail the outcome for a person
 * @param millis its duration in this run in ms
 * @param fromStore whether its evidence was found in the store
 * @param folder the directory of its evidence, relative to that of the run
 */
public record TrialLine(
    TrialId trial,
    Outcome.Kind outcome,
    String detail,
    long millis,
    boolean fromStore,
    String folder) {}
