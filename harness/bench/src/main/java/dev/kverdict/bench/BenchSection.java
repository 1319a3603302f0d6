package dev.kverdict.bench;

import dev.kverdict.text.Label;

/** The parts of a benchmark, in the order in which they are measured. */
public enum BenchSection {
  /** A trial that boots, compared with the bare script of that trial. */
  COLD,
  /** A trial that resumes from a snapshot, compared with one that boots; saving a snapshot. */
  SNAPSHOT,
  /** The cost of a trial beside its machine. */
  OVERHEAD,
  /** Trials per minute, one and two at once. */
  THROUGHPUT,
  /** Boots by kind of machine. */
  BOOT,
  /** Sizes on the disk. */
  SIZES,
  /** The time from a new patch to its verdict. */
  PATCH,
  /** A matrix whose evidence is all in the store. */
  UNCHANGED,
  /** Many patches in one batch, beside the same patches one by one; only on request. */
  BATCH,
  /** A whole matrix with its trials run again, on the host and in containers; only on request. */
  LANES,
  /** A matrix with an empty store; only on request. */
  EMPTY_CACHE;

  /** Returns whether it is measured only on request: it takes minutes, or needs more than usual. */
  public boolean onlyOnRequest() {
    return this == BATCH || this == LANES || this == EMPTY_CACHE;
  }

  /** Returns the name as on the command line: {@code empty-cache}. */
  public String label() {
    return Label.of(this);
  }
}
