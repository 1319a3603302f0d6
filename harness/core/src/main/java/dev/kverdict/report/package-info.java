/** Formats the result of a run for people and programs. */
@NullMarked
package dev.kverdict.report;

import org.jspecify.annotations.NullMarked;
