/** The directory of a run and what is written there while it runs: events, build logs. */
@NullMarked
package dev.kverdict.run;

import org.jspecify.annotations.NullMarked;
