package dev.kverdict.trial;

import dev.kverdict.record.Ending;
import dev.kverdict.record.Phase;

/** How far a guest came and why it ended, while that is being found out. */
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

  /** Whether everything was synced and unmounted: then no journal is left to be replayed. */
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

  /** How many requests the agent answered, its first word included. */
  int answers() {
    return answers;
  }

  Ending ending(long startNanos) {
    return new Ending(kind, phase, detail, (System.nanoTime() - startNanos) / 1_000_000);
  }
}
