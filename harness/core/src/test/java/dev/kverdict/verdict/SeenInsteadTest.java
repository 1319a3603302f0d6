package dev.kverdict.verdict;

import static dev.kverdict.verdict.TrialSketch.BUG;
import static dev.kverdict.verdict.TrialSketch.clean;
import static dev.kverdict.verdict.TrialSketch.passing;
import static dev.kverdict.verdict.TrialSketch.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashType;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Mark;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.witness.ConsoleFinding;
import dev.kverdict.witness.ConsoleNotes.ConsoleMark;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong title in a case is found by what its control shows. */
class SeenInsteadTest {

  private static final String UAF = "KASAN: slab-use-after-free Read in f";

  private static Outcome crash(String title) {
    return passing(3).crash(title).cutShort().judged();
  }

  private static List<String> reasons(CellSketch cell) {
    Verdict verdict = cell.verdict();
    assertThat(verdict.kind()).isEqualTo(VerdictKind.NOT_REPRODUCED);
    return verdict.reasons();
  }

  @Test
  void theExpectedTitleStandsBesideTheOneSeen() {
    assertThat(reasons(new CellSketch().control(5, crash(UAF))))
        .hasSize(3)
        .element(1)
        .isEqualTo(
            "expected \"kernel BUG in cow\", seen \"KASAN: slab-use-after-free Read in f\" in 5 of"
                + " 5 trials; if that is the bug, write it under fails: crash:");
  }

  @Test
  void aControlAloneSaysItToo() {
    assertThat(new CellSketch().control(5, crash(UAF)).controlVerdict().reasons().get(1))
        .startsWith("expected \"kernel BUG in cow\", seen \"" + UAF + "\" in 5 of 5 trials");
  }

  @Test
  void eachTitleHasALineTheMostFrequentFirst() {
    CellSketch cell =
        new CellSketch()
            .control(1, crash("general protection fault in g"))
            .control(2, crash(UAF))
            .control(2, CellSketch.clean());

    assertThat(reasons(cell).subList(1, 3))
        .satisfiesExactly(
            line -> assertThat(line).contains("seen \"" + UAF + "\" in 2 of 5 trials"),
            line -> assertThat(line).contains("general protection fault in g\" in 1 of 5 trials"));
  }

  @Test
  void theAdviceForOtherFailuresIsNotRepeated() {
    assertThat(reasons(new CellSketch().control(5, crash(UAF))).get(2))
        .startsWith("what to try next: ")
        .doesNotContain("is the bug");
  }

  @Test
  void aWarningThatTheKernelOutlivedIsNamedAfterTheFatal() {
    CellSketch cell =
        new CellSketch()
            .control(4, warned("WARNING in w", Phase.RUN, false))
            .control(1, crash(UAF));

    assertThat(reasons(cell).subList(1, 3))
        .satisfiesExactly(
            line -> assertThat(line).contains("seen \"" + UAF + "\" in 1 of 5 trials"),
            line -> assertThat(line).contains("seen \"WARNING in w\" in 4 of 5 trials"));
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of("clean", CellSketch.clean()),
        Arguments.of("a taint bit", with(clean(), t -> t.taintEnd = 512L).judged()),
        Arguments.of("a reset", passing(2).cutShort().judged()),
        Arguments.of("a cut report", passing(3).crash(UAF, List.of(), true).cutShort().judged()),
        Arguments.of(
            "the right one, too early",
            passing(0)
                .crash(BUG)
                .cutShort()
                .ending(Ending.Kind.GUEST_STOPPED, Phase.BOOT)
                .judged()),
        Arguments.of("a warning of the boot", warned("WARNING in w", Phase.BOOT, false)),
        Arguments.of("a cut warning of that title", warned(BUG, Phase.RUN, true)),
        Arguments.of("a complaint of a file system", complained()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void whatCouldNotStandUnderCrashIsNoTitle(String what, Outcome outcome) {
    assertThat(reasons(new CellSketch().control(5, outcome)))
        .noneMatch(line -> line.startsWith("expected"));
  }

  @Test
  void aGuardExpectsNothing() {
    Outcome crash = passing(3).guard().crash(UAF).cutShort().judged();

    assertThat(crash.detail()).isEqualTo(UAF + " at f.c:1");
    assertThat(SeenInstead.decided(crash)).isFalse();
  }

  @Test
  void theDetailOfTheTrialSaysIt() {
    assertThat(crash(UAF).detail()).isEqualTo(UAF + " (not what the case expects) at f.c:1");
    assertThat(crash(BUG).detail()).isEqualTo(BUG + " at f.c:1");
  }

  @Test
  void aCaseThatFailsByItsCheckIsToldSo() {
    Outcome crash = passing(3).failsByCheck("read-back").crash(UAF).cutShort().judged();

    assertThat(words(new ReproducerDef.Fails(List.of(), "read-back"), crash))
        .singleElement(STRING)
        .startsWith(
            "expected that check \"read-back\" fails, seen \"" + UAF + "\" in 1 of 1 trials");
  }

  @Test
  void whatAGuestOrACaseWritesStaysOnOneLine() {
    String hostile = "BUG: x\n\u001b[31m" + "y".repeat(200);
    List<String> titles = List.of("a\r\nb", "z".repeat(5000), "c", "d", "e");

    assertThat(words(new ReproducerDef.Fails(titles, null), crash(hostile)))
        .singleElement(STRING)
        .matches("[\\x20-\\x7e]+")
        .hasSizeLessThan(500)
        .startsWith("expected \"a??b\" or \"zzz")
        .contains(" or 2 more, seen \"BUG: x")
        .endsWith("write it under fails: crash:");
  }

  private static List<String> words(ReproducerDef.Fails fails, Outcome control) {
    return SeenInstead.words(fails, Trials.ofControl(List.of(control)));
  }

  /** A clean trial with a warning during the boot or in the program's step. */
  private static Outcome warned(String title, Phase phase, boolean corrupted) {
    TrialSketch sketch = clean();
    if (phase == Phase.RUN) {
      sketch.consoleMarks.add(new ConsoleMark(1, 10));
      sketch.marks.add(new Mark(1, phase, 1));
    }
    sketch.crashes.add(
        new CrashReport(
            title,
            List.of(),
            CrashType.WARNING,
            "w",
            "w.c:1",
            null,
            List.of(),
            null,
            null,
            corrupted,
            false,
            250,
            250,
            List.of(title)));
    return sketch.judged();
  }

  private static Outcome complained() {
    TrialSketch sketch = clean();
    sketch.lines.add(
        new ConsoleFinding(ConsoleFinding.Kind.FILE_SYSTEM, "EXT4 bad", "EXT4 bad", 250));
    return sketch.judged();
  }
}
