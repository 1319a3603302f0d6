package dev.kverdict.cluster;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Shards that are submitted together.
 *
 * @param shards their numbers
 * @param minutes how long each may run
 * @param memoryMiB the memory of each; 0 for what the cluster gives
 * @param without nodes on which they failed
 */
record Wave(List<Integer> shards, long minutes, long memoryMiB, SortedSet<String> without) {

  Wave {
    shards = List.copyOf(shards);
    without = new TreeSet<>(without);
  }
}
