package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashType;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.Finding;
import dev.kverdict.record.ImageCheck;
import dev.kverdict.record.Mark;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Reread;
import dev.kverdict.record.Resources;
import dev.kverdict.witness.Complaint;
import dev.kverdict.witness.ConsoleFinding;
import dev.kverdict.witness.ConsoleNotes.ConsoleMark;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Findings of a trial, and their places. */
class FindingsTest {

  private static final String ERROR = "EXT4-fs error: bad";

  @Test
  void aCleanTrialHasNone() {
    assertThat(TrialSketch.clean().judged().findings()).isEmpty();
  }

  @Test
  void aLineBelongsToTheStepThatWasDueWhenItCame() {
    TrialSketch sketch = marked(TrialSketch.clean());
    line(sketch, 250);
    Outcome outcome = sketch.judged();
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.CLEAN);
    assertThat(outcome.findings())
        .containsExactly(new Finding(Finding.Kind.FILE_SYSTEM, ERROR, "move", 2, "EXT4 bad"));
  }

  @Test
  void aLineBeforeTheProgramBelongsToTheMount() {
    TrialSketch sketch = marked(TrialSketch.clean());
    line(sketch, 50);
    assertThat(sketch.judged().findings())
        .extracting(Finding::step, Finding::place)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("mount", 0));
  }

  @Test
  void aLineAfterAnUnreportedMarkIsLaterThanAllReportedOnes() {
    TrialSketch sketch = marked(TrialSketch.passing(2)).cutShort();
    sketch.consoleMarks.add(new ConsoleMark(9, 900));
    line(sketch, 950);
    assertThat(sketch.judged().findings()).extracting(Finding::step).containsExactly("move");
  }

  @Test
  void whatAKillInterruptsIsNoFinding() {
    TrialSketch sketch = marked(TrialSketch.endlessProgram());
    sketch.timedOut = true;
    sketch.work = new AgentRecord.Work(9, List.of(), List.of(), 7);
    mark(sketch, 7, 600, Phase.RUN, 0);
    mark(sketch, 8, 700, Phase.SETTLE, 0);
    line(sketch, 650);
    assertThat(sketch.judged().findings()).isEmpty();
    line(sketch, 550);
    assertThat(sketch.judged().findings()).hasSize(1);
  }

  @Test
  void whatComesAfterAKillIsOne() {
    TrialSketch sketch = marked(TrialSketch.endlessProgram());
    sketch.timedOut = true;
    sketch.work = new AgentRecord.Work(9, List.of(), List.of(), 7);
    mark(sketch, 7, 600, Phase.RUN, 0);
    mark(sketch, 8, 700, Phase.SETTLE, 0);
    line(sketch, 750);
    assertThat(sketch.judged().findings()).extracting(Finding::step).containsExactly("settle");
    sketch.work = new AgentRecord.Work(9, List.of(), List.of(), 0);
    line(sketch, 650);
    assertThat(sketch.judged().findings())
        .as("nobody was killed")
        .extracting(Finding::step)
        .containsExactly("the program's end");
  }

  @Test
  void whatFollowsTheDecidingCrashIsItsConsequence() {
    TrialSketch sketch = marked(TrialSketch.passing(2)).crash(TrialSketch.BUG).cutShort();
    line(sketch, 101);
    assertThat(sketch.judged().findings()).isEmpty();
  }

  @Test
  void aWarningIsAFindingAndTheTaintThatItLeavesIsNone() {
    TrialSketch sketch = marked(TrialSketch.clean());
    warn(sketch, "WARNING in f", CrashType.WARNING);
    sketch.taintEnd = 512L;
    Outcome outcome = sketch.judged();
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.CLEAN);
    assertThat(outcome.findings())
        .extracting(Finding::kind, Finding::title)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Finding.Kind.KERNEL_WARNING, "WARNING in f"));
    assertThat(outcome.findings().get(0).detail()).isEqualTo("WARNING in f at f.c:1");
  }

  @Test
  void aModuleThatIsLoadedOnDemandTaintsTheKernelAndIsNoFinding() {
    TrialSketch sketch = marked(TrialSketch.clean());
    sketch.taintEnd = 0x3000L;
    assertThat(sketch.judged().kind()).isEqualTo(Outcome.Kind.CLEAN);
    assertThat(sketch.judged().findings()).isEmpty();
  }

  @Test
  void aTaintThatNoWarningExplainsIsNotClean() {
    TrialSketch unseen = marked(TrialSketch.clean());
    unseen.taintEnd = 512L;
    assertThat(unseen.judged().kind()).isEqualTo(Outcome.Kind.FAILED_OTHERWISE);
    assertThat(unseen.judged().findings())
        .extracting(Finding::title)
        .containsExactly("taint bit 9 (W)");

    TrialSketch more = marked(TrialSketch.clean());
    warn(more, "WARNING in f", CrashType.WARNING);
    more.taintEnd = 512L | 128;
    assertThat(more.judged().kind()).isEqualTo(Outcome.Kind.FAILED_OTHERWISE);
  }

  @Test
  void aWarningThatTheCaseIsAboutIsItsFailure() {
    TrialSketch sketch = marked(TrialSketch.clean());
    warn(sketch, TrialSketch.BUG, CrashType.WARNING);
    Outcome outcome = sketch.judged();
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.FAILED_AS_EXPECTED);
    assertThat(outcome.findings()).isEmpty();
  }

  @Test
  void theLockValidatorsReportIsAFinding() {
    TrialSketch sketch = marked(TrialSketch.clean());
    warn(sketch, "possible deadlock in f", CrashType.LOCKDEP);
    assertThat(sketch.judged().findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.LOCKDEP);
  }

  @Test
  void whatTheDiskHoldsIsSeenAfterTheProgram() {
    TrialSketch sketch = TrialSketch.clean();
    sketch.reread = new Reread("", List.of("/mnt/f: content"));
    sketch.imageCheck = new ImageCheck("fsck", List.of(new Complaint("fsck: odd", "odd 5", 3)));
    assertThat(sketch.judged().findings())
        .extracting(Finding::kind, Finding::place, Finding::title)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Finding.Kind.DATA_AFTER_REMOUNT,
                Finding.AT_SETTLE,
                "/mnt/f: content differs after a new mount"),
            org.assertj.core.groups.Tuple.tuple(Finding.Kind.FSCK, Finding.AT_SETTLE, "fsck: odd"));
  }

  @Test
  void filesThatCannotBeReadAgainAreAFinding() {
    TrialSketch sketch = TrialSketch.clean();
    sketch.reread = new Reread("EBUSY", List.of());
    assertThat(sketch.judged().findings())
        .extracting(Finding::title)
        .containsExactly("files could not be read again after a new mount: EBUSY");
  }

  @Test
  void whatNobodyGaveBackIsAFinding() {
    TrialSketch sketch = TrialSketch.clean();
    sketch.after = new Resources(100 + 257, 5000 + 8193);
    assertThat(sketch.judged().findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.LEFT_OVER, Finding.Kind.LEFT_OVER);
    sketch.after = new Resources(100 + 256, 5000 + 8192);
    assertThat(sketch.judged().findings()).isEmpty();
    sketch.before = new Resources(-1, -1);
    sketch.after = new Resources(5000, 50000);
    assertThat(sketch.judged().findings()).isEmpty();
  }

  @Test
  void hostileTextIsMadeOneLine() {
    TrialSketch sketch = TrialSketch.clean();
    sketch.reread = new Reread("", List.of("/mnt/a\n\u001b[2Jb: size"));
    assertThat(sketch.judged().findings().get(0).title()).doesNotContain("\n", "\u001b");
  }

  /** A program that starts at 100 and passes a step every 50 bytes from 200 on. */
  private static TrialSketch marked(TrialSketch sketch) {
    mark(sketch, 1, 10, Phase.PREPARE, 0);
    mark(sketch, 2, 100, Phase.RUN, 1);
    mark(sketch, 3, 200, Phase.RUN, 2);
    mark(sketch, 4, 300, Phase.RUN, 3);
    return sketch;
  }

  private static void mark(TrialSketch sketch, int number, long offset, Phase phase, int steps) {
    sketch.consoleMarks.add(new ConsoleMark(number, offset));
    sketch.marks.add(new Mark(number, phase, steps));
  }

  private static void line(TrialSketch sketch, long offset) {
    sketch.lines.add(
        new ConsoleFinding(ConsoleFinding.Kind.FILE_SYSTEM, ERROR, "EXT4 bad", offset));
  }

  private static void warn(TrialSketch sketch, String title, CrashType type) {
    sketch.crashes.add(
        new CrashReport(
            title,
            List.of(),
            type,
            "f",
            "f.c:1",
            null,
            List.of(),
            null,
            null,
            false,
            false,
            250,
            250,
            List.of(title)));
  }
}
