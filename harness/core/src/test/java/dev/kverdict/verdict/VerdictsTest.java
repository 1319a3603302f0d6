package dev.kverdict.verdict;

import static dev.kverdict.record.VerdictKind.ALREADY_APPLIED;
import static dev.kverdict.record.VerdictKind.BUILD_FAILED;
import static dev.kverdict.record.VerdictKind.CASE_ERROR;
import static dev.kverdict.record.VerdictKind.INFRA_ERROR;
import static dev.kverdict.record.VerdictKind.NOT_FIXED;
import static dev.kverdict.record.VerdictKind.NOT_REPRODUCED;
import static dev.kverdict.record.VerdictKind.NO_CHANGE;
import static dev.kverdict.record.VerdictKind.PATCH_REJECTED;
import static dev.kverdict.record.VerdictKind.REPRODUCED;
import static dev.kverdict.verdict.CellSketch.BAD_CHECK;
import static dev.kverdict.verdict.CellSketch.BUG;
import static dev.kverdict.verdict.CellSketch.HOST;
import static dev.kverdict.verdict.CellSketch.IDLE;
import static dev.kverdict.verdict.CellSketch.NO_BOOT;
import static dev.kverdict.verdict.CellSketch.REFUSAL;
import static dev.kverdict.verdict.CellSketch.SLOW;
import static dev.kverdict.verdict.CellSketch.WARNING;
import static dev.kverdict.verdict.CellSketch.bug;
import static dev.kverdict.verdict.CellSketch.clean;
import static dev.kverdict.verdict.CellSketch.guard;
import static dev.kverdict.verdict.CellSketch.repro;
import static dev.kverdict.verdict.CellSketch.unbuilt;
import static dev.kverdict.verdict.CellSketch.with;
import static dev.kverdict.verdict.VerdictRow.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts without a comparison, and on a control alone. */
final class VerdictsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource({"builds", "controls"})
  void judges(VerdictRow row) {
    row.check();
  }

  static Stream<VerdictRow> builds() {
    List<String> lines = List.of("hunk 1");
    return Stream.of(
        row("rejected", unbuilt(BuildOutcome.patchRejected(lines)), PATCH_REJECTED, ""),
        row("does not compile", unbuilt(BuildOutcome.buildFailed(lines)), BUILD_FAILED, ""),
        row("is there already", unbuilt(BuildOutcome.alreadyApplied(lines)), ALREADY_APPLIED, ""),
        row("the host fails", unbuilt(BuildOutcome.hostFault(lines)), INFRA_ERROR, ""),
        row("changes nothing", unbuilt(BuildOutcome.noChange(lines)), NO_CHANGE, ""),
        row(
            "neither compiles",
            with(unbuilt(BuildOutcome.buildFailed(lines)), c -> c.controlBuild = c.patchedBuild),
            CASE_ERROR,
            ""),
        row(
            "the control does not compile",
            with(new CellSketch(), c -> c.controlBuild = BuildOutcome.buildFailed(lines)),
            CASE_ERROR,
            ""));
  }

  static Stream<VerdictRow> controls() {
    return Stream.of(
        row(
            "control does not boot",
            repro().control(1, NO_BOOT).patched(5, clean()),
            CASE_ERROR,
            "no user space"),
        row(
            "control is refused a step",
            repro().control(1, REFUSAL).patched(5, clean()),
            CASE_ERROR,
            "move:EPERM"),
        row(
            "control is refused a step that is accepted of the patch",
            repro().control(1, REFUSAL).accepting("move").patched(5, clean()),
            CASE_ERROR,
            "move:EPERM"),
        row(
            "control does not do its work",
            repro().control(1, IDLE).patched(5, clean()),
            CASE_ERROR,
            "move"),
        row(
            "nothing fails",
            new CellSketch().control(5, clean()).patched(5, clean()),
            NOT_REPRODUCED,
            ""),
        row(
            "control fails otherwise",
            new CellSketch().control(5, WARNING).patched(5, clean()),
            NOT_REPRODUCED,
            ""),
        row(
            "control is only slow",
            new CellSketch().control(5, SLOW).patched(5, clean()),
            NOT_REPRODUCED,
            ""),
        row(
            "control never failed, patched crashes",
            new CellSketch().control(5, clean()).patched(5, WARNING),
            NOT_REPRODUCED,
            ""),
        row(
            "a broken control before one that never failed",
            new CellSketch().control(5, IDLE).patched(5, clean()),
            CASE_ERROR,
            "move"),
        row(
            "patched fails as expected although the control is broken",
            new CellSketch().control(5, IDLE).patched(1, bug()),
            NOT_FIXED,
            BUG),
        row(
            "patched fails as expected although the control never did",
            new CellSketch().control(5, clean()).patched(1, bug()),
            NOT_FIXED,
            BUG));
  }

  @Test
  void theFateOfThePatchIsReportedInTheToolsWords() {
    List<String> lines = List.of("a.c:1: error", "a.c:2: error");
    assertThat(unbuilt(BuildOutcome.buildFailed(lines)).verdict().reasons()).isEqualTo(lines);
    assertThat(unbuilt(BuildOutcome.buildFailed(List.of())).verdict().reasons())
        .containsExactly("the patched kernel does not build");
  }

  @Test
  void notReproducedSaysWhatTheControlShowedInstead() {
    Verdict verdict =
        new CellSketch().control(1, WARNING).control(4, clean()).patched(5, clean()).verdict();
    assertThat(verdict.reasons())
        .startsWith(
            "the control never failed as expected; it showed 4 x CLEAN, 1 x FAILED_OTHERWISE"
                + " (WARNING in w)");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("controlsAlone")
  void judgesAControlAlone(VerdictRow row) {
    row.checkControl();
  }

  static Stream<VerdictRow> controlsAlone() {
    return Stream.of(
        row("fails as expected", repro(), REPRODUCED, BUG),
        row("fails as expected now and then", repro().control(20, clean()), REPRODUCED, BUG),
        row("guard holds", guard(), REPRODUCED, ""),
        row("never fails", new CellSketch().control(5, clean()), NOT_REPRODUCED, ""),
        row("does not do its work", repro().control(1, IDLE), CASE_ERROR, "move"),
        row("guard fails", guard().control(1, BAD_CHECK), CASE_ERROR, "check read-back"),
        row(
            "does not build",
            with(repro(), c -> c.controlBuild = BuildOutcome.buildFailed(List.of())),
            CASE_ERROR,
            ""),
        row("host fault", repro().control(1, HOST), INFRA_ERROR, "host"),
        row("nothing ran", new CellSketch(), INFRA_ERROR, ""));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 95, Double.NaN})
  void noVerdictAtAConfidenceThatMakesNoSense(double confidence) {
    CellSketch cell = with(repro(), c -> c.confidence = confidence);
    assertThatThrownBy(cell::cell).isInstanceOf(IllegalArgumentException.class);
  }
}
