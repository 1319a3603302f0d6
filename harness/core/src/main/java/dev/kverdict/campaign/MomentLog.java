package dev.kverdict.campaign;

import dev.kverdict.record.TrialTrace;
import dev.kverdict.trial.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Writes down when things happened. */
final class MomentLog implements Moments {

  /** A talkative guest must not fill the memory. */
  private static final int MAX = 1000;

  private static final double NANOS = 1e6;

  private final long start = System.nanoTime();
  private final List<TrialTrace.Moment> moments = new ArrayList<>();

  @Override
  public synchronized void at(String what) {
    if (moments.size() < MAX) {
      moments.add(new TrialTrace.Moment((System.nanoTime() - start) / NANOS, what));
    }
  }

  /** How long ago it began, in ms. */
  double sinceBeginning() {
    return (System.nanoTime() - start) / NANOS;
  }

  /** When something happened first, in ms since the beginning; nothing when it did not. */
  synchronized OptionalDouble when(String what) {
    return moments.stream()
        .filter(moment -> moment.what().equals(what))
        .mapToDouble(TrialTrace.Moment::millis)
        .findFirst();
  }

  /** From one thing to another in ms; nothing when one of them did not happen. */
  OptionalDouble between(String first, String last) {
    OptionalDouble from = when(first);
    OptionalDouble to = when(last);
    return from.isPresent() && to.isPresent()
        ? OptionalDouble.of(to.getAsDouble() - from.getAsDouble())
        : OptionalDouble.empty();
  }

  synchronized TrialTrace told(String title) {
    return new TrialTrace(title, moments);
  }
}
