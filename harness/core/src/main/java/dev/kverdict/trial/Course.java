package dev.kverdict.trial;

import dev.kverdict.record.Ending;
import dev.kverdict.record.Phase;
import org.jspecify.annotations.Nullable;

/** Records, during a trial, how far a guest gets and why it ends. */
final class Course {

  private Phase phase = Phase.BOOT;
  private Ending.Kind kind = Ending.Kind.HOST_FAULT;
  private String detail = "not started";
  private int answers;
  private boolean unmounted;
  private @Nullable Long began;
  private @Nullable Long ran;

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

  /** The program begins now. */
  void began(long nanos) {
    began = nanos;
  }

  /** The program fails or ends now; only the first time counts. */
  void stopped(long nanos) {
    if (began != null && ran == null) {
      ran = (nanos - began) / 1_000_000;
    }
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
    return new Ending(kind, phase, detail, (System.nanoTime() - startNanos) / 1_000_000, ran);
  }
}
