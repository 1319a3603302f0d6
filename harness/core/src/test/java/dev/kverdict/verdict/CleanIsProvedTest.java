package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.AgentRecord.ProgramExit;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.StepResult;
import dev.kverdict.record.StuckTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A trial is clean only if every single proof is there. */
final class CleanIsProvedTest {

  private static final long SEED = 20260114;
  private static final int ROUNDS = 500;

  /** Each takes one proof away from a clean trial, or adds one word against it. */
  private static Map<String, Consumer<TrialSketch>> damages() {
    Map<String, Consumer<TrialSketch>> damages = new LinkedHashMap<>();
    for (Ending.Kind kind : Ending.Kind.values()) {
      if (kind != Ending.Kind.QUIT_BY_HOST) {
        damages.put("ending " + kind, t -> t.ending = kind);
      }
    }
    for (Phase phase : Phase.values()) {
      if (phase != Phase.SETTLE) {
        damages.put("phase " + phase, t -> t.phase = phase);
      }
    }
    damages.put("a crash", t -> t.crash("WARNING in w"));
    damages.put("a damaged report", t -> t.crash("WARNING in corrupted", List.of(), true));
    damages.put("a guest event", t -> t.guestEvents.add("RESET"));
    damages.put("no user space", t -> t.userSpace = false);
    damages.put("no build-ids", t -> t.buildIds.clear());
    damages.put("no build-id of the kernel", t -> t.buildIds.remove("vmlinux"));
    damages.put("an empty build-id", t -> t.buildIds.put("ocfs2", ""));
    damages.put("another kernel", t -> t.buildIds.put("vmlinux", "zz"));
    damages.put("another module", t -> t.buildIds.put("ocfs2", "zz"));
    damages.put("nothing expected", t -> t.expectedBuildIds.clear());
    damages.put("unknown taint at the start", t -> t.taintStart = null);
    damages.put("unknown taint at the end", t -> t.taintEnd = null);
    damages.put("a taint bit", t -> t.taintEnd = 128L);
    damages.put("no exit", t -> t.exit = null);
    damages.put("exit 1", t -> t.exit(1));
    damages.put("exit 4", t -> t.exit(4));
    damages.put("a signal", t -> t.exit = new ProgramExit(-1, 11));
    damages.put("code 0 by a signal", t -> t.exit = new ProgramExit(0, 9));
    damages.put("time limit", t -> t.timedOut = true);
    for (String state : List.of("D", "R", "S")) {
      for (boolean survived : new boolean[] {true, false}) {
        damages.put(
            "a task left in " + state + survived,
            t -> t.stuck.add(new StuckTask("cow", state, survived, List.of())));
      }
    }
    damages.put("a fault", t -> t.faults.add("garbage on the line"));
    damages.put("not settled", t -> t.settled = false);
    damages.put("one step more", t -> t.ok("extra"));
    damages.put("a failed step more", t -> t.notOk("extra", "EIO"));
    damages.put("two steps swapped", t -> t.steps.add(1, t.steps.remove(2)));
    damages.put(
        "one declared step more",
        t -> t.declared = List.of("mount", "open", "move", "read-back", "x"));
    for (int i = 0; i < 4; i++) {
      int step = i;
      damages.put("no step " + step, t -> t.steps.remove(step));
      damages.put("step twice " + step, t -> t.steps.add(step, t.steps.get(step)));
      damages.put("step failed " + step, t -> t.steps.set(step, failed(t, step, null)));
      damages.put("step refused " + step, t -> t.steps.set(step, failed(t, step, "EIO")));
      damages.put(
          "step renamed " + step, t -> t.steps.set(step, new StepResult("other", true, null)));
    }
    return damages;
  }

  private static StepResult failed(TrialSketch trial, int step, String errno) {
    return new StepResult(trial.steps.get(step).name(), false, errno);
  }

  static Stream<String> names() {
    return damages().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void oneDamageIsEnough(String name) {
    for (TrialSketch trial : programs()) {
      assertThat(trial.judged().kind()).isEqualTo(Outcome.Kind.CLEAN);
      damages().get(name).accept(trial);
      assertThat(trial.judged().kind()).isNotEqualTo(Outcome.Kind.CLEAN);
    }
  }

  /** By crash, by check, guard, and one whose refusals are all accepted. */
  private static List<TrialSketch> programs() {
    return List.of(
        TrialSketch.clean(),
        TrialSketch.clean().failsByCheck("read-back"),
        TrialSketch.clean().guard(),
        TrialSketch.clean().accepting("mount", "open", "move", "read-back"));
  }

  static Stream<Integer> seeds() {
    return IntStream.range(0, 20).boxed();
  }

  /** Two damages must not cancel out, in whatever order they come. */
  @ParameterizedTest
  @MethodSource("seeds")
  void moreDamageNeverMakesATrialClean(int number) {
    Random random = new Random(SEED + number);
    List<String> names = new ArrayList<>(damages().keySet());
    // These change the list of steps or what is declared, and may undo each other.
    names.removeIf(name -> name.contains("step"));
    for (int round = 0; round < ROUNDS; round++) {
      TrialSketch trial = programs().get(random.nextInt(4));
      List<String> chosen = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(5); i++) {
        String name = names.get(random.nextInt(names.size()));
        chosen.add(name);
        damages().get(name).accept(trial);
      }
      assertThat(trial.judged().kind()).as("%s", chosen).isNotEqualTo(Outcome.Kind.CLEAN);
    }
  }

  /** An accepted refusal counts as clean, so it has to be proved as well as a clean trial. */
  @ParameterizedTest
  @MethodSource("names")
  void anAcceptedRefusalIsProvedToo(String name) {
    if (name.contains("step") || name.startsWith("exit 4")) {
      return; // what a refusal is
    }
    TrialSketch trial = TrialSketch.passing(2).notOk("move", "EPERM").exit(4).accepting("move");
    assertThat(trial.judged().kind()).isEqualTo(Outcome.Kind.REFUSED);
    damages().get(name).accept(trial);
    assertThat(trial.judged().kind()).isNotEqualTo(Outcome.Kind.REFUSED);
  }
}
