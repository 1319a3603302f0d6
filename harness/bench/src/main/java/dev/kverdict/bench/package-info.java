/** Measures how fast the harness is on this host. */
@NullMarked
package dev.kverdict.bench;

import org.jspecify.annotations.NullMarked;
