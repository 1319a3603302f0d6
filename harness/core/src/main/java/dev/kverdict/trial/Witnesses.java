package dev.kverdict.trial;

/** What is heard of a running machine. */
interface Witnesses {

  /**
   * Waits for the next thing that happens.
   *
   * @param nanos how long to wait at most, in ns
   */
  Signal next(long nanos);

  /** Whether a report that ends the trial is complete, or every report that the console began. */
  boolean reportFinished();

  /**
   * When a report that ends the trial was complete, or, before that, when the console last said
   * something, as {@link System#nanoTime}.
   */
  long reportSince();
}
