package dev.kverdict.record;

/**
 * The outcome of one trial beside its evidence.
 *
 * @param outcome the outcome
 * @param evidence the evidence
 */
public record Trial(Outcome outcome, Evidence evidence) {}
