package dev.kverdict.verdict;

import static dev.kverdict.verdict.TrialSketch.BUG;
import static dev.kverdict.verdict.TrialSketch.clean;
import static dev.kverdict.verdict.TrialSketch.passing;
import static dev.kverdict.verdict.TrialSketch.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Ending;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
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
            .control(4, found(Finding.Kind.KERNEL_WARNING, "WARNING in w", "open"))
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
        Arguments.of("a warning of the boot", found(Finding.Kind.LOCKDEP, "possible", "boot")),
        Arguments.of(
            "a cut report of the right one", found(Finding.Kind.KERNEL_WARNING, BUG, "open")),
        Arguments.of("a finding of fsck", found(Finding.Kind.FSCK, "bad inode", "settle")));
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
    CellSketch cell = new CellSketch().control(5, crash);
    cell.check = "read-back";

    assertThat(reasons(cell).get(1))
        .startsWith("expected that check \"read-back\" fails, seen \"" + UAF + "\" in 5 of 5");
  }

  @Test
  void whatAGuestOrACaseWritesStaysOnOneLine() {
    String hostile = "BUG: x\n\u001b[31m" + "y".repeat(200);
    CellSketch cell = new CellSketch().control(5, crash(hostile));
    cell.crash = List.of("a\r\nb", "z".repeat(5000), "c", "d", "e");

    assertThat(reasons(cell).get(1))
        .matches("[\\x20-\\x7e]+")
        .hasSizeLessThan(500)
        .startsWith("expected \"a??b\" or \"zzz")
        .contains(" or 2 more, seen \"BUG: x")
        .endsWith("write it under fails: crash:");
  }

  private static Outcome found(Finding.Kind kind, String title, String step) {
    Outcome clean = CellSketch.clean();
    return new Outcome(
        clean.kind(),
        "",
        clean.detail(),
        CellSketch.ALL,
        true,
        null,
        null,
        List.of(new Finding(kind, title, step, 1, title)));
  }
}
