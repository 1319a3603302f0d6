package dev.kverdict.record;

/**
 * A moment that both the kernel's log and the agent recorded.
 *
 * @param number its number in the log
 * @param phase the phase of the trial
 * @param steps the number of steps that had been reported as done
 */
public record Mark(int number, Phase phase, int steps) {}
