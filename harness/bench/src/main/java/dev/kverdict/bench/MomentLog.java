package dev.kverdict.bench;

import dev.kverdict.trial.TrialListener;
import dev.kverdict.trial.TrialStep;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Records when the steps of a trial happened. */
final class MomentLog implements TrialListener {

  /** The most moments that are kept: a talkative guest must not fill the memory. */
  private static final int MAX = 1000;

  private static final double NANOS = 1e6;

  private final long start = System.nanoTime();
  private final List<TrialTrace.Moment> moments = new ArrayList<>();

  @Override
  public synchronized void at(TrialStep step, String detail) {
    if (moments.size() < MAX) {
      moments.add(new TrialTrace.Moment((System.nanoTime() - start) / NANOS, step, detail));
    }
  }

  /** Returns the time since the log was created, in ms. */
  double sinceStart() {
    return (System.nanoTime() - start) / NANOS;
  }

  /** Returns when a step happened first, in ms since the start; empty if it did not happen. */
  synchronized OptionalDouble when(TrialStep step) {
    return moments.stream()
        .filter(moment -> moment.step() == step)
        .mapToDouble(TrialTrace.Moment::millis)
        .findFirst();
  }

  /** Returns the time between two steps in ms; empty if one of them did not happen. */
  OptionalDouble between(TrialStep first, TrialStep last) {
    OptionalDouble from = when(first);
    OptionalDouble to = when(last);
    return from.isPresent() && to.isPresent()
        ? OptionalDouble.of(to.getAsDouble() - from.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Returns the steps so far. */
  synchronized TrialTrace trace(String title) {
    return new TrialTrace(title, moments);
  }
}
