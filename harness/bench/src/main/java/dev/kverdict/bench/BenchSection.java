package dev.kverdict.bench;

import java.util.Locale;

/** The parts of a benchmark, in the order in which they are measured. */
public enum BenchSection {
  /** A trial that boots, beside the bare script of that very trial. */
  COLD,
  /** A trial that goes on from a saved machine, beside one that boots; saving one. */
  SNAPSHOT,
  /** What a trial costs beside its machine. */
  OVERHEAD,
  /** Trials in a minute, one and two at once. */
  THROUGHPUT,
  /** Boots by kind of machine. */
  BOOT,
  /** What lies on the disk. */
  SIZES,
  /** From a patch that nobody has built to its verdict. */
  PATCH,
  /** A matrix whose evidence is all in the store. */
  UNCHANGED,
  /**
   * A whole matrix with its trials run again, on the host and in containers; only when asked for.
   */
  LANES,
  /** From an empty store; only when it is asked for. */
  EMPTY_CACHE;

  /**
   * Whether it is measured only when it is asked for: it takes minutes, or needs more than usual.
   */
  public boolean onlyOnRequest() {
    return this == LANES || this == EMPTY_CACHE;
  }

  /** The name as the command line takes it: {@code empty-cache}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
