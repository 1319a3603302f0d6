package dev.kverdict.cluster;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each task may use. A job array has one limit for all of its tasks, so it is that of the
 * largest shard.
 *
 * @param minutes the time, at least 1
 * @param memoryMiB the memory; 0 for what the cluster gives
 */
record Limits(long minutes, int memoryMiB) {

  /** A busy or older machine may take thrice as long; a first build may take a while anywhere. */
  private static final int FACTOR = 3;

  private static final long LEAST_MINUTES = 15;
  private static final long SECONDS = 60;

  /**
   * Returns the limits for shards.
   *
   * @param time what a person said, or null
   */
  static Limits of(List<Shard> shards, @Nullable Duration time) {
    long longest = shards.stream().mapToLong(Shard::seconds).max().orElse(0);
    long minutes =
        time == null
            ? Math.max(LEAST_MINUTES, up(longest * FACTOR))
            : Math.max(1, up(time.toSeconds()));
    return new Limits(minutes, shards.stream().mapToInt(Shard::memoryMiB).max().orElse(0));
  }

  private static long up(long seconds) {
    return (seconds + SECONDS - 1) / SECONDS;
  }
}
