/** Judges trials and cells by their evidence. Pure: no files, processes, threads or clock. */
@NullMarked
package dev.kverdict.verdict;

import org.jspecify.annotations.NullMarked;
