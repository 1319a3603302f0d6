package dev.kverdict.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A fault: how it is made, and with which exit codes a run may end then. Whatever they are, the
 * right patch does not fail, the wrong one is not FIXED, nothing is left behind, and the next run
 * gives the right verdicts.
 *
 * @param name what happens, for the table
 * @param quick whether it belongs to the short drill
 * @param stock what the store has when the run begins
 * @param scene what is broken before the run begins, as far as it is files of the drill's
 * @param around shell commands in a mount namespace of the run's own, as root; none if empty
 * @param blow what happens while it runs
 * @param words the arguments of verify; the first one is the case
 * @param environment variables, each NAME=VALUE
 * @param ends the exit codes that are right
 * @param lasting whether what it leaves is for the next run to clean up
 * @param limit how long the run may take
 */
record Fault(
    String name,
    boolean quick,
    Stock stock,
    Scene scene,
    String around,
    Blow blow,
    List<String> words,
    List<String> environment,
    Set<Integer> ends,
    boolean lasting,
    Duration limit) {

  /** Breaks files before a run; returns the words of verify, or none to leave them as they are. */
  @FunctionalInterface
  interface Scene {
    List<String> set(Stage stage) throws IOException, InterruptedException;
  }

  /** Happens while it runs. */
  @FunctionalInterface
  interface Blow {
    void fall(DrillRun run, Drill drill) throws IOException, InterruptedException;
  }

  Fault {
    words = List.copyOf(words);
    environment = List.copyOf(environment);
    ends = Set.copyOf(ends);
  }

  /** A fault that changes nothing yet, from which the run ends as if there were none. */
  static Fault of(String name) {
    return new Fault(
        name,
        false,
        Stock.UNTRIED,
        stage -> List.of(),
        "",
        (run, drill) -> {},
        List.of("drill.yaml"),
        List.of(),
        Set.of(0),
        false,
        Duration.ofMinutes(5));
  }

  /** Returns a copy in the short drill. */
  Fault inShort() {
    return new Fault(
        name, true, stock, scene, around, blow, words, environment, ends, lasting, limit);
  }

  /** Returns a copy with another store. */
  Fault from(Stock other) {
    return new Fault(
        name, quick, other, scene, around, blow, words, environment, ends, lasting, limit);
  }

  /** Returns a copy with files that are broken first. */
  Fault broken(Scene other) {
    return new Fault(
        name, quick, stock, other, around, blow, words, environment, ends, lasting, limit);
  }

  /** Returns a copy with shell commands around the run. */
  Fault within(String other) {
    return new Fault(
        name, quick, stock, scene, other, blow, words, environment, ends, lasting, limit);
  }

  /** Returns a copy in which something happens meanwhile. */
  Fault during(Blow other) {
    return new Fault(
        name, quick, stock, scene, around, other, words, environment, ends, lasting, limit);
  }

  /** Returns a copy with other arguments of verify. */
  Fault asking(String... other) {
    return new Fault(
        name, quick, stock, scene, around, blow, List.of(other), environment, ends, lasting, limit);
  }

  /** Returns a copy with variables. */
  Fault knowing(String... other) {
    return new Fault(
        name, quick, stock, scene, around, blow, words, List.of(other), ends, lasting, limit);
  }

  /** Returns a copy that may end so. */
  Fault ending(Integer... codes) {
    return new Fault(
        name,
        quick,
        stock,
        scene,
        around,
        blow,
        words,
        environment,
        new TreeSet<>(List.of(codes)),
        lasting,
        limit);
  }

  /** Returns a copy that leaves directories for the next run to remove. */
  Fault leavingTheRest() {
    return new Fault(
        name, quick, stock, scene, around, blow, words, environment, ends, true, limit);
  }
}
