package dev.kverdict.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time, and the waits between two looks at a scheduler, which tells nothing by itself. */
interface Pace {

  /** Returns nanoseconds since some moment. */
  long now();

  /** Waits, but not after {@link #stop}; returns whether to go on. */
  boolean pause(Duration time);

  /** Ends all waits. */
  void stop();

  /** Returns the time of this machine. */
  static Pace real() {
    CountDownLatch stopped = new CountDownLatch(1);
    return new Pace() {
      @Override
      public long now() {
        return System.nanoTime();
      }

      @Override
      public boolean pause(Duration time) {
        try {
          return !stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }

      @Override
      public void stop() {
        stopped.countDown();
      }
    };
  }
}
