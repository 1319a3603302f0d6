/**
 * Judges evidence: outcomes of trials, and verdicts on cells. Pure: no files, processes, threads or
 * clock.
 */
@NullMarked
package dev.kverdict.verdict;

import org.jspecify.annotations.NullMarked;
