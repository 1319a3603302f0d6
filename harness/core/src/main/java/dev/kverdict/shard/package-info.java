/** A run cut into parts for several machines, and joined again from what these leave. */
@NullMarked
package dev.kverdict.shard;

import org.jspecify.annotations.NullMarked;
