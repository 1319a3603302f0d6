/** From the results of a run to every format a reader wants. */
@NullMarked
package dev.kverdict.report;

import org.jspecify.annotations.NullMarked;
