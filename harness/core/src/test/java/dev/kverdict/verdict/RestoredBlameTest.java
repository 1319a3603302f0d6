package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on outcomes from snapshots: a charge needs a boot. */
class RestoredBlameTest {

  private static Outcome from(@Nullable String machine, Outcome o) {
    return new Outcome(
        o.kind(),
        o.title(),
        o.detail(),
        o.stepsPassed(),
        o.settled(),
        o.site(),
        machine,
        o.findings(),
        null);
  }

  private static Outcome withFinding() {
    Finding finding = new Finding(Finding.Kind.LOCKDEP, "a lock", "open", 1, "a lock");
    Outcome clean = CellSketch.clean();
    return new Outcome(
        clean.kind(), "", clean.detail(), CellSketch.ALL, true, null, null, List.of(finding), null);
  }

  private static Stream<Outcome> blame() {
    return Stream.of(
        CellSketch.bug(),
        CellSketch.WARNING,
        CellSketch.STALL,
        CellSketch.DEATH,
        CellSketch.LATE_WARNING,
        CellSketch.REFUSAL,
        CellSketch.LATE_REFUSAL,
        CellSketch.IDLE,
        CellSketch.SLOW,
        CellSketch.BAD_CHECK,
        withFinding());
  }

  private static Verdict verdict(CellSketch cell, Outcome shown, @Nullable String... machines) {
    for (String machine : machines) {
      cell.patched(1, from(machine, shown));
    }
    return cell.patched(6, CellSketch.clean()).verdict();
  }

  @ParameterizedTest
  @MethodSource("blame")
  void patchIsNotBlamedForWhatOnlySavedMachinesShow(Outcome shown) {
    for (CellSketch cell : List.of(CellSketch.repro(), CellSketch.guard())) {
      Verdict verdict = verdict(cell, shown, "m1", "m2", "m3");
      assertThat(verdict.kind()).as("%s", verdict).isEqualTo(VerdictKind.INCONCLUSIVE);
      assertThat(verdict.reasons().get(0))
          .contains("only trials that went on from a saved machine");
    }
  }

  @ParameterizedTest
  @MethodSource("blame")
  void oneBootBearsItOut(Outcome shown) {
    Verdict verdict = verdict(CellSketch.repro(), shown, "m1", null);
    assertThat(verdict.kind()).isNotIn(VerdictKind.FIXED, VerdictKind.INCONCLUSIVE);
    assertThat(verdict.kind()).isEqualTo(verdict(CellSketch.repro(), shown, null, null).kind());
  }

  @Test
  void reasonsTellRestoredTrialsFromBoots() {
    Verdict verdict = verdict(CellSketch.repro(), CellSketch.bug(), "m1", "m1", null);
    assertThat(verdict.reasons().get(0))
        .contains("in 3 of 9 patched trials, in 2 that were restored and 1 that booted");
  }

  @Test
  void caseIsNoErrorForWhatOnlySavedMachinesShow() {
    CellSketch cell = new CellSketch();
    cell.control(1, from("m1", CellSketch.IDLE)).control(4, CellSketch.bug());
    assertThat(cell.controlVerdict().kind()).isEqualTo(VerdictKind.REPRODUCED);
    assertThat(cell.control(1, CellSketch.IDLE).controlVerdict().kind())
        .isEqualTo(VerdictKind.CASE_ERROR);
  }

  @Test
  void anUnprovedChargeNeverPasses() {
    assertThat(verdict(CellSketch.repro(), CellSketch.STALL, "m1").kind().verdictClass())
        .isNotEqualTo(VerdictClass.PASS);
  }
}
