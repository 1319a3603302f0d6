package dev.kverdict.trial;

/**
 * A place in the kernel under test whose executions are counted.
 *
 * @param name its name in the evidence, one word
 * @param where {@code MODULE:SYMBOL+OFFSET}, or without a module for the kernel itself
 */
public record Probe(String name, String where) {}
