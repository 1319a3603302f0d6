package dev.kverdict.record;

/**
 * One trial of a run, for reports.
 *
 * @param detail the outcome for a person
 * @param millis how long it took in this run
 * @param fromStore whether its evidence was found instead of made
 * @param folder the directory of its evidence, from that of the run
 */
public record TrialLine(
    TrialId trial,
    Outcome.Kind outcome,
    String detail,
    long millis,
    boolean fromStore,
    String folder) {}
