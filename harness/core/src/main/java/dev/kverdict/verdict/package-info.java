/** From evidence to outcomes to verdicts. Pure: no files, processes, threads or clock. */
@NullMarked
package dev.kverdict.verdict;

import org.jspecify.annotations.NullMarked;
