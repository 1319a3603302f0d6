package dev.kverdict.trial;

/** Reports what happens to a running machine. */
interface Witnesses {

  /**
   * Waits for the next signal.
   *
   * @param nanos the longest time to wait, in ns
   */
  Signal next(long nanos);

  /** Returns whether somebody on the host has stopped QEMU. */
  boolean machineStopped();

  /** Returns whether a report that ends the trial, or else every report, is complete. */
  boolean reportFinished();

  /**
   * Returns when a report that ends the trial was complete or, before that, when the console last
   * printed something, as {@link System#nanoTime}.
   */
  long reportSince();
}
