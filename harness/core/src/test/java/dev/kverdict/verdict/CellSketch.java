package dev.kverdict.verdict;

import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.matrix.SnapshotPoint;
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
import java.util.Map;

/** A cell to be judged: nothing has run yet, and whatever a test makes of it. */
final class CellSketch {

  static final String BUG = "kernel BUG in cow";

  /** The step in which the control dies. */
  static final int PLACE = 3;

  /** All steps of the program. */
  static final int ALL = 4;

  String missed;
  boolean guard;
  double confidence = 0.95;
  boolean dataCheck = true;
  List<String> accepts = List.of();
  BuildOutcome controlBuild = new BuildOutcome.Built("c0");
  BuildOutcome patchedBuild = new BuildOutcome.Built("c1");
  List<Outcome> control = new ArrayList<>();
  List<Outcome> patched = new ArrayList<>();
  Reached reached = Reached.NOT_MEASURED;
  List<String> suspicions = List.of();
  boolean dataCheckFixed;
  List<Finding> known = List.of();

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

  static Outcome bug() {
    return outcome(Outcome.Kind.FAILED_AS_EXPECTED, BUG, PLACE);
  }

  static Outcome clean() {
    return outcome(Outcome.Kind.CLEAN, "", ALL);
  }

  static Outcome outcome(Outcome.Kind kind, String title, int steps) {
    boolean settled = kind == Outcome.Kind.CLEAN;
    return new Outcome(kind, title, "detail of " + title, steps, settled, null, null, List.of());
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
            Path.of("cow.c"),
            Map.of(),
            List.of(),
            "disk",
            List.of("mount", "open", "move", "read-back"),
            guard ? null : new ReproducerDef.Fails(List.of(BUG), null),
            accepts,
            Duration.ofSeconds(30),
            SnapshotPoint.AFTER_MOUNT);
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
        known);
  }
}
