package dev.kverdict.verdict;

import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Running;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashType;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.AgentRecord.ProgramExit;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.ImageCheck;
import dev.kverdict.record.Mark;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Reread;
import dev.kverdict.record.Resources;
import dev.kverdict.record.StepResult;
import dev.kverdict.record.StuckTask;
import dev.kverdict.record.TrialId;
import dev.kverdict.witness.ConsoleFinding;
import dev.kverdict.witness.ConsoleNotes;
import dev.kverdict.witness.ConsoleNotes.ConsoleMark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A trial to judge: clean at first, then changed by a test. */
final class TrialSketch {

  static final String BUG = "kernel BUG in cow";

  Ending.Kind ending = Ending.Kind.QUIT_BY_HOST;
  Phase phase = Phase.SETTLE;
  String detail = "settled";
  final List<CrashReport> crashes = new ArrayList<>();
  final List<String> guestEvents = new ArrayList<>();
  final Map<String, String> expectedBuildIds =
      new HashMap<>(Map.of("vmlinux", "aa", "ocfs2", "bb"));
  boolean userSpace = true;
  final Map<String, String> buildIds = new HashMap<>(Map.of("vmlinux", "aa", "ocfs2", "bb"));
  Long taintStart = 0L;
  Long taintEnd = 0L;
  final List<StepResult> steps = new ArrayList<>();
  ProgramExit exit = new ProgramExit(0, 0);
  boolean timedOut;
  final List<StuckTask> stuck = new ArrayList<>();
  final List<String> faults = new ArrayList<>();
  boolean settled = true;
  final List<Mark> marks = new ArrayList<>();
  final List<ConsoleMark> consoleMarks = new ArrayList<>();
  final List<ConsoleFinding> lines = new ArrayList<>();
  Reread reread = new Reread("", List.of());
  Resources before = new Resources(100, 5000);
  Resources after = new Resources(100, 5000);
  Long ranMillis;
  AgentRecord.Work work;
  String lastWords = "";
  List<String> unanswered = List.of();
  ImageCheck imageCheck = new ImageCheck("fsck.ocfs2", List.of());

  List<String> declared = List.of("mount", "open", "move", "read-back");
  String image = "disk";
  ReproducerDef.Fails fails = new ReproducerDef.Fails(List.of(BUG), null);
  List<String> accepts = List.of();

  /** All declared steps succeeded. */
  static TrialSketch clean() {
    return passing(4);
  }

  /** The first steps succeeded, the others were not reported. */
  static TrialSketch passing(int steps) {
    TrialSketch sketch = new TrialSketch();
    sketch.declared.stream().limit(steps).forEach(sketch::ok);
    return sketch;
  }

  /** A program that declares nothing and prints nothing. */
  static TrialSketch silentProgram() {
    TrialSketch sketch = passing(1);
    sketch.declared = List.of();
    return sketch;
  }

  /** A program that declares nothing and was ended by the agent. */
  static TrialSketch endlessProgram() {
    TrialSketch sketch = silentProgram();
    sketch.exit = new ProgramExit(-1, 9);
    sketch.ranMillis = 6000L;
    sketch.work = new AgentRecord.Work(12, List.of("tmpfs"), List.of("loop"), 0);
    return sketch;
  }

  /** A trial with a change. */
  static TrialSketch with(TrialSketch trial, Consumer<TrialSketch> change) {
    change.accept(trial);
    return trial;
  }

  TrialSketch ok(String step) {
    steps.add(new StepResult(step, true, null));
    return this;
  }

  TrialSketch notOk(String step, String errno) {
    steps.add(new StepResult(step, false, errno));
    return this;
  }

  TrialSketch exit(int code) {
    exit = new ProgramExit(code, 0);
    return this;
  }

  TrialSketch crash(String title) {
    return crash(title, List.of(), false);
  }

  TrialSketch crash(String title, List<String> alternatives, boolean corrupted) {
    crashes.add(
        new CrashReport(
            title,
            alternatives,
            type(title),
            "f",
            "f.c:1",
            null,
            List.of(),
            null,
            null,
            corrupted,
            true,
            100L * (crashes.size() + 1),
            100,
            List.of(title)));
    return this;
  }

  private static CrashType type(String title) {
    return title.startsWith("INFO: task")
        ? CrashType.HANG
        : title.contains("stall") || title.contains("lockup") ? CrashType.LOCKUP : CrashType.BUG;
  }

  TrialSketch ending(Ending.Kind kind, Phase when) {
    ending = kind;
    phase = when;
    detail = kind + " in " + when;
    return this;
  }

  /** The guest is gone in the middle of the program. */
  TrialSketch cutShort() {
    exit = null;
    taintEnd = null;
    settled = false;
    return ending(Ending.Kind.GUEST_STOPPED, Phase.RUN);
  }

  TrialSketch failsByCheck(String check) {
    fails = new ReproducerDef.Fails(List.of(), check);
    return this;
  }

  TrialSketch guard() {
    fails = null;
    return this;
  }

  TrialSketch accepting(String... refusals) {
    accepts = List.of(refusals);
    return this;
  }

  Outcome judged() {
    return Outcomes.of(evidence(), program());
  }

  Evidence evidence() {
    AgentRecord agent =
        new AgentRecord(
            userSpace,
            "6.1",
            buildIds,
            unanswered,
            taintStart,
            taintEnd,
            steps,
            exit,
            timedOut,
            stuck,
            faults,
            settled,
            Map.of(),
            marks,
            reread,
            before,
            after,
            work,
            lastWords,
            List.of());
    return new Evidence(
        new TrialId("debian", null, "cow", TrialId.PLAIN, 1),
        null,
        new Ending(ending, phase, detail, 1000, ranMillis),
        crashes,
        new ConsoleNotes(lines, consoleMarks, 0),
        agent,
        guestEvents,
        expectedBuildIds,
        imageCheck);
  }

  ReproducerDef program() {
    return new ReproducerDef(
        "cow",
        ProgramDef.c(Path.of("cow.c")),
        Running.on(image, Duration.ofSeconds(30), SnapshotPoint.AFTER_MOUNT),
        declared,
        fails,
        accepts);
  }
}
