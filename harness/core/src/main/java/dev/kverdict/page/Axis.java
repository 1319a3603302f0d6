package dev.kverdict.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A scale of times.
 *
 * @param most the largest time, in microseconds
 * @param step the distance of its ticks
 */
record Axis(long most, long step) {

  private static final int TICKS = 6;

  /** Returns a scale from 0 to at least this time, with round ticks. */
  static Axis to(long largest) {
    long step = 1000;
    for (int i = 0; step * TICKS < largest; i++) {
      step = step / (i % 3 == 1 ? 2 : 1) * (i % 3 == 1 ? 5 : 2); // 1, 2, 5, 10
    }
    return new Axis(Math.max(step, (largest + step - 1) / step * step), step);
  }

  /** Returns the times at its ticks. */
  List<Long> ticks() {
    List<Long> ticks = new ArrayList<>();
    for (long at = 0; at <= most; at += step) {
      ticks.add(at);
    }
    return ticks;
  }

  /** Returns where a time is on the drawing. */
  String at(long micros) {
    return Amount.percent(micros / (double) most);
  }

  /** Returns the length between two times on the drawing. */
  String span(long from, long to) {
    return Amount.percent((Math.min(to, most) - from) / (double) most);
  }

  /** Returns which end of a tick's label is at the tick: none leaves the drawing. */
  String anchor(long micros) {
    return micros == 0 ? "start" : micros + step > most ? "end" : "middle";
  }

  /** Returns the label of a tick. */
  String label(long micros) {
    if (micros == 0) {
      return "0";
    }
    return step % 1_000_000 == 0
        ? micros / 1_000_000 + " s"
        : step < 100_000 && most < 1_000_000
            ? micros / 1000 + " ms"
            : Amount.number(micros / 1e6, step % 100_000 == 0 ? 1 : 2) + " s";
  }
}
