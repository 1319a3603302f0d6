/**
 * Machines of a run on this host: what guests are made of, snapshots, the queue, trials and their
 * attempts.
 */
@NullMarked
package dev.kverdict.pool;

import org.jspecify.annotations.NullMarked;
