package dev.kverdict.verdict;

import static dev.kverdict.verdict.TrialSketch.clean;
import static dev.kverdict.verdict.TrialSketch.endlessProgram;
import static dev.kverdict.verdict.TrialSketch.passing;
import static dev.kverdict.verdict.TrialSketch.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashType;
import dev.kverdict.record.ImageCheck;
import dev.kverdict.record.Mark;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Trial;
import dev.kverdict.witness.Complaint;
import dev.kverdict.witness.ConsoleNotes.ConsoleMark;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a trial shows of a bug that nobody has named. */
class ShownFailureTest {

  private static ShownFailure shown(TrialSketch sketch) {
    sketch.fails = new ReproducerDef.Fails(List.of("not known yet"), null);
    return ShownFailure.of(new Trial(sketch.judged(), sketch.evidence()));
  }

  /** The kernel outlives a report that came during the first step. */
  private static TrialSketch warned(String title, CrashType type) {
    return with(
        clean(),
        t -> {
          t.consoleMarks.add(new ConsoleMark(1, 10));
          t.marks.add(new Mark(1, Phase.RUN, 1));
          t.crashes.add(report(title, type));
        });
  }

  private static CrashReport report(String title, CrashType type) {
    return new CrashReport(
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
        100,
        100,
        List.of(title));
  }

  @Test
  void aCrashIsTheKernelsOwnTitle() {
    ShownFailure shown = shown(passing(2).crash("kernel BUG in f").cutShort());
    assertThat(shown.crash()).isEqualTo("kernel BUG in f");
    assertThat(shown.check()).isNull();
    assertThat(shown.failed()).isTrue();
    assertThat(shown.steps()).as("without the mount").containsExactly("open");
  }

  @Test
  void aHangIsACrashToo() {
    assertThat(shown(passing(2).crash("INFO: task hung in f").cutShort()).crash())
        .isEqualTo("INFO: task hung in f");
  }

  @Test
  void aCheckThatFailsIsNamed() {
    ShownFailure shown = shown(passing(3).notOk("read-back", null).exit(1));
    assertThat(shown.check()).isEqualTo("read-back");
    assertThat(shown.crash()).isNull();
    assertThat(shown.steps()).containsExactly("open", "move", "read-back");
  }

  @Test
  void aWarningCountsIfNothingWorseCame() {
    TrialSketch warned = warned("WARNING in f", CrashType.WARNING);
    assertThat(shown(warned).crash()).isEqualTo("WARNING in f");
    assertThat(shown(with(warned, t -> t.crash("kernel BUG in g").cutShort())).crash())
        .isEqualTo("kernel BUG in g");
  }

  @Test
  void aReportOfTheLockValidatorCountsLikeAWarning() {
    assertThat(shown(warned("possible deadlock in f", CrashType.LOCKDEP)).crash())
        .isEqualTo("possible deadlock in f");
  }

  @Test
  void aWarningBeforeTheProgramIsNotItsFailure() {
    TrialSketch booting =
        with(clean(), t -> t.crashes.add(report("WARNING in f", CrashType.WARNING)));
    assertThat(shown(booting).failed()).isFalse();
  }

  @Test
  void aFindingThatIsNoReportOfTheKernelIsNoCrash() {
    TrialSketch odd =
        with(
            clean(),
            t -> t.imageCheck = new ImageCheck("fsck", List.of(new Complaint("odd", "odd", 1))));
    assertThat(odd.judged().findings()).isNotEmpty();
    assertThat(shown(odd).failed()).isFalse();
  }

  @Test
  void nothingIsShownByACleanTrial() {
    assertThat(shown(clean()).failed()).isFalse();
    assertThat(shown(clean()).instead()).isEmpty();
    TrialSketch endless = with(endlessProgram(), t -> t.timedOut = true);
    assertThat(shown(endless).failed()).isFalse();
    assertThat(shown(endless).instead()).isEmpty();
  }

  @Test
  void whatNoCaseCanExpectIsToldInWords() {
    ShownFailure refused = shown(passing(2).notOk("move", "EOPNOTSUPP").exit(4));
    assertThat(refused.failed()).isFalse();
    assertThat(refused.instead()).isEqualTo("step move returned EOPNOTSUPP");
    ShownFailure cut = shown(passing(2).crash("kernel BUG in f", List.of(), true).cutShort());
    assertThat(cut.failed()).as("the title of a report that is cut or mixed").isFalse();
    assertThat(cut.instead()).contains("kernel BUG in f");
  }
}
