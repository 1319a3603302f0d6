/** The shared vocabulary: evidence, outcome, verdict and event, as plain records. */
@NullMarked
package dev.kverdict.record;

import org.jspecify.annotations.NullMarked;
