/** Evidence beside plain trials: whether lines and functions ran, and tripwires. */
@NullMarked
package dev.kverdict.evidence;

import org.jspecify.annotations.NullMarked;
