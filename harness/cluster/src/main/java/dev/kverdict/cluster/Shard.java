package dev.kverdict.cluster;

/**
 * A part of a plan that one machine runs.
 *
 * @param number its number, from 1
 * @param seconds how long it takes, as the plan expects it
 * @param memoryMiB the memory that it takes
 */
record Shard(int number, long seconds, int memoryMiB) {

  /** A year: more is a mistake, and would overflow what is computed of it. */
  private static final long LONGEST = 366L * 24 * 3600;

  Shard {
    if (number < 1 || seconds < 0 || seconds > LONGEST || memoryMiB < 0) {
      throw new IllegalArgumentException("number " + number + ", seconds " + seconds);
    }
  }
}
