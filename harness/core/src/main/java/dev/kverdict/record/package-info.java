/** The shared words: evidence, outcome, verdict and event, as plain records with their JSON. */
@NullMarked
package dev.kverdict.record;

import org.jspecify.annotations.NullMarked;
