package dev.kverdict.record;

/**
 * One trial: what it showed, beside the evidence which says so.
 *
 * @param outcome what it showed
 * @param evidence what was recorded
 */
public record Trial(Outcome outcome, Evidence evidence) {}
