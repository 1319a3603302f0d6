package dev.kverdict.drill;

import java.util.Set;

/** What a store has of the right patch when a run begins; of all else it has everything. */
enum Stock {
  /** Everything: nothing is left to do. */
  ALL(Set.of()),
  /** No trials: they resume from its snapshot. */
  UNTRIED(Set.of("trial")),
  /** No snapshot either: a guest goes on from the boot that it shares, and is saved. */
  UNSAVED(Set.of("trial", "snapshot"));

  private final Set<String> missing;

  Stock(Set<String> missing) {
    this.missing = missing;
  }

  /** Returns whether there is nothing of a step. */
  boolean lacks(String step) {
    return missing.contains(step);
  }
}
