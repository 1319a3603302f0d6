package dev.kverdict.truth;

/**
 * How well a rule tells right patches from wrong ones.
 *
 * @param rule the rule
 * @param wrong its answers on wrong patches; those that pass are its worst errors
 * @param right its answers on right patches
 */
public record Score(Rule rule, Tally wrong, Tally right) {}
