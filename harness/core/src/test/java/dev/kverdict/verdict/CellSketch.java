package dev.kverdict.verdict;

import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Running;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** A cell to judge: nothing has run at first, then changed by a test. */
final class CellSketch {

  static final String BUG = "kernel BUG in cow";

  /** The step during which the control dies. */
  static final int PLACE = 3;

  /** All steps of the program. */
  static final int ALL = 4;

  static final Outcome WARNING = outcome(Outcome.Kind.FAILED_OTHERWISE, "WARNING in w", 2);
  static final Outcome STALL = outcome(Outcome.Kind.HUNG, "heartbeat lost", 2);
  static final Outcome DEATH = outcome(Outcome.Kind.VM_DIED, "guest stopped", 2);
  static final Outcome NO_BOOT = outcome(Outcome.Kind.BOOT_FAILED, "no user space", 0);
  static final Outcome LATE_WARNING = outcome(Outcome.Kind.FAILED_OTHERWISE, "WARNING in w", ALL);
  static final Outcome REFUSAL = outcome(Outcome.Kind.REFUSED, "move:EPERM", 2);
  static final Outcome LATE_REFUSAL = outcome(Outcome.Kind.REFUSED, "late:EPERM", ALL);
  static final Outcome IDLE = outcome(Outcome.Kind.NOT_RUN, "move", 2);
  static final Outcome SLOW = outcome(Outcome.Kind.TIMEOUT, "time limit", 2);
  static final Outcome HOST = outcome(Outcome.Kind.INFRA, "host", 1);
  static final Outcome BAD_CHECK = outcome(Outcome.Kind.FAILED_OTHERWISE, "check read-back", 3);

  String missed;
  boolean guard;
  double confidence = 0.95;
  boolean dataCheck = true;
  List<String> steps = List.of("mount", "open", "move", "read-back");
  List<String> accepts = List.of();
  BuildOutcome controlBuild = BuildOutcome.built("c0");
  BuildOutcome patchedBuild = BuildOutcome.built("c1");
  List<Outcome> control = new ArrayList<>();
  List<Outcome> patched = new ArrayList<>();
  Reached reached = Reached.NOT_MEASURED;
  List<String> suspicions = List.of();
  boolean dataCheckFixed;
  List<Finding> known = List.of();
  Watched watched = Watched.NONE;
  int processors = 1;
  List<String> detectors = List.of();

  /** A control that failed in every one of five trials; nothing patched ran yet. */
  static CellSketch repro() {
    return new CellSketch().control(5, bug());
  }

  /** A guard that the control passed five times; nothing patched ran yet. */
  static CellSketch guard() {
    CellSketch cell = new CellSketch().control(5, clean());
    cell.guard = true;
    return cell;
  }

  /** A program that declares no steps; nothing ran yet. */
  static CellSketch endless() {
    CellSketch cell = new CellSketch();
    cell.steps = List.of();
    return cell;
  }

  /** A cell with this outcome of the patched kernel's build. */
  static CellSketch unbuilt(BuildOutcome build) {
    return with(repro(), c -> c.patchedBuild = build);
  }

  /** A cell with a change. */
  static CellSketch with(CellSketch cell, Consumer<CellSketch> change) {
    change.accept(cell);
    return cell;
  }

  static Outcome bug() {
    return outcome(Outcome.Kind.FAILED_AS_EXPECTED, BUG, PLACE);
  }

  static Outcome clean() {
    return outcome(Outcome.Kind.CLEAN, "", ALL);
  }

  static Outcome outcome(Outcome.Kind kind, String title, int steps) {
    boolean settled = kind == Outcome.Kind.CLEAN;
    return new Outcome(
        kind, title, "detail of " + title, steps, settled, null, null, List.of(), null);
  }

  CellSketch control(int times, Outcome outcome) {
    control.addAll(Collections.nCopies(times, outcome));
    return this;
  }

  CellSketch patched(int times, Outcome outcome) {
    patched.addAll(Collections.nCopies(times, outcome));
    return this;
  }

  CellSketch accepting(String... refusals) {
    accepts = List.of(refusals);
    return this;
  }

  Verdict verdict() {
    return Verdicts.of(cell());
  }

  Verdict controlVerdict() {
    return Verdicts.ofControl(cell());
  }

  CellCase cell() {
    ReproducerDef program =
        new ReproducerDef(
            "cow",
            ProgramDef.c(Path.of("cow.c")),
            Running.on("disk", Duration.ofSeconds(30), SnapshotPoint.AFTER_MOUNT),
            steps,
            guard ? null : new ReproducerDef.Fails(List.of(BUG), null),
            accepts);
    return new CellCase(
        missed,
        "debian",
        "v1",
        program,
        confidence,
        TrialPlan.fixed(Math.max(1, control.size()), confidence),
        dataCheck,
        controlBuild,
        patchedBuild,
        control,
        patched,
        reached,
        suspicions,
        dataCheckFixed,
        known,
        Spared.NONE,
        watched,
        new CellCase.Setting(processors, detectors));
  }
}
