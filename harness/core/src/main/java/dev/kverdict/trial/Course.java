package dev.kverdict.trial;

import dev.kverdict.record.Ending;
import dev.kverdict.record.Phase;

/** Records, during a trial, how far a guest gets and why it ends. */
final class Course {

  private Phase phase = Phase.BOOT;
  private Ending.Kind kind = Ending.Kind.HOST_FAULT;
  private String detail = "not started";
  private int answers;
  private boolean unmounted;

  void end(Ending.Kind why, String text) {
    kind = why;
    detail = text;
  }

  void explain(String text) {
    detail = text;
  }

  void reach(Phase next) {
    phase = next;
  }

  void answered() {
    answers++;
  }

  void unmounted() {
    unmounted = true;
  }

  /** Returns whether everything was synced and unmounted, so that no journal needs a replay. */
  boolean clean() {
    return unmounted && kind == Ending.Kind.QUIT_BY_HOST;
  }

  Phase phase() {
    return phase;
  }

  Ending.Kind kind() {
    return kind;
  }

  String detail() {
    return detail;
  }

  /** Returns how many requests the agent answered, its hello included. */
  int answers() {
    return answers;
  }

  Ending ending(long startNanos) {
    return new Ending(kind, phase, detail, (System.nanoTime() - startNanos) / 1_000_000);
  }
}
