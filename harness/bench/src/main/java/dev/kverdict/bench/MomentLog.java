package dev.kverdict.bench;

import dev.kverdict.trial.TrialListener;
import dev.kverdict.trial.TrialStep;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Records when the steps of a trial happened. */
final class MomentLog implements TrialListener {

  /** A talkative guest must not fill the memory. */
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

  /** How long ago it began, in ms. */
  double sinceBeginning() {
    return (System.nanoTime() - start) / NANOS;
  }

  /** When something happened first, in ms since the beginning; nothing when it did not. */
  synchronized OptionalDouble when(TrialStep step) {
    return moments.stream()
        .filter(moment -> moment.step() == step)
        .mapToDouble(TrialTrace.Moment::millis)
        .findFirst();
  }

  /** From one thing to another in ms; nothing when one of them did not happen. */
  OptionalDouble between(TrialStep first, TrialStep last) {
    OptionalDouble from = when(first);
    OptionalDouble to = when(last);
    return from.isPresent() && to.isPresent()
        ? OptionalDouble.of(to.getAsDouble() - from.getAsDouble())
        : OptionalDouble.empty();
  }

  /** The steps so far. */
  synchronized TrialTrace trace(String title) {
    return new TrialTrace(title, moments);
  }
}
