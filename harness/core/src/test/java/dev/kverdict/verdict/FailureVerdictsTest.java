package dev.kverdict.verdict;

import static dev.kverdict.record.VerdictKind.BOOT_FAILED;
import static dev.kverdict.record.VerdictKind.DIFFERENT_CRASH;
import static dev.kverdict.record.VerdictKind.HUNG;
import static dev.kverdict.record.VerdictKind.INCONCLUSIVE;
import static dev.kverdict.record.VerdictKind.INFRA_ERROR;
import static dev.kverdict.record.VerdictKind.NOT_FIXED;
import static dev.kverdict.record.VerdictKind.UNMASKED;
import static dev.kverdict.record.VerdictKind.VM_DIED;
import static dev.kverdict.verdict.CellSketch.ALL;
import static dev.kverdict.verdict.CellSketch.BUG;
import static dev.kverdict.verdict.CellSketch.DEATH;
import static dev.kverdict.verdict.CellSketch.HOST;
import static dev.kverdict.verdict.CellSketch.LATE_WARNING;
import static dev.kverdict.verdict.CellSketch.NO_BOOT;
import static dev.kverdict.verdict.CellSketch.PLACE;
import static dev.kverdict.verdict.CellSketch.REFUSAL;
import static dev.kverdict.verdict.CellSketch.SLOW;
import static dev.kverdict.verdict.CellSketch.STALL;
import static dev.kverdict.verdict.CellSketch.WARNING;
import static dev.kverdict.verdict.CellSketch.bug;
import static dev.kverdict.verdict.CellSketch.clean;
import static dev.kverdict.verdict.CellSketch.outcome;
import static dev.kverdict.verdict.CellSketch.repro;
import static dev.kverdict.verdict.VerdictRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.Verdict.Tally;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on patched kernels that fail as before, or in another way. */
final class FailureVerdictsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void judges(VerdictRow row) {
    row.check();
  }

  static Stream<VerdictRow> failures() {
    return Stream.of(
        row("fails as before", repro().patched(5, bug()), NOT_FIXED, BUG),
        row(
            "fails as before once, whatever else",
            repro().patched(1, bug()).patched(5, WARNING).patched(5, NO_BOOT).patched(1, HOST),
            NOT_FIXED,
            BUG),
        row(
            "does not boot",
            repro().patched(1, NO_BOOT).patched(4, clean()),
            BOOT_FAILED,
            "no user space"),
        row(
            "crashes otherwise",
            repro().patched(1, WARNING).patched(4, clean()),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row(
            "crashes otherwise at the step that killed the control",
            repro().patched(1, outcome(Outcome.Kind.FAILED_OTHERWISE, "WARNING in w", PLACE)),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row("hangs", repro().patched(1, STALL).patched(4, clean()), HUNG, "heartbeat lost"),
        row("dies", repro().patched(1, DEATH).patched(4, clean()), VM_DIED, "guest stopped"),
        row(
            "boot before crash",
            repro().patched(3, WARNING).patched(1, NO_BOOT),
            BOOT_FAILED,
            "no user space"),
        row(
            "crash before hang",
            repro().patched(3, STALL).patched(1, WARNING),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row(
            "hang before death",
            repro().patched(3, DEATH).patched(1, STALL),
            HUNG,
            "heartbeat lost"),
        row(
            "later than the control ever lived",
            repro().patched(1, LATE_WARNING).patched(4, clean()),
            UNMASKED,
            "WARNING in w"),
        row(
            "death later than the control ever lived",
            repro().patched(1, outcome(Outcome.Kind.VM_DIED, "guest stopped", ALL)),
            UNMASKED,
            "guest stopped"),
        row(
            "early and late failures",
            repro().patched(4, LATE_WARNING).patched(1, DEATH),
            VM_DIED,
            "guest stopped"),
        row(
            "late, but one control trial came through",
            repro().control(1, clean()).patched(1, LATE_WARNING),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row(
            "late, and the host stopped the only control trial that came through",
            repro().control(1, outcome(Outcome.Kind.INFRA, "host", ALL)).patched(1, LATE_WARNING),
            UNMASKED,
            "WARNING in w"),
        row(
            "the control shows it too",
            repro().control(1, WARNING).patched(1, WARNING).patched(9, clean()),
            INCONCLUSIVE,
            ""),
        row(
            "the control shows another",
            repro()
                .control(1, outcome(Outcome.Kind.FAILED_OTHERWISE, "WARNING in v", 2))
                .patched(1, WARNING),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row(
            "the control shows it as another kind",
            repro().control(1, outcome(Outcome.Kind.HUNG, "WARNING in w", 2)).patched(1, WARNING),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row(
            "a new failure before a refusal",
            repro().patched(4, REFUSAL).patched(1, WARNING),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row(
            "an unmasked one before a refusal",
            repro().patched(4, REFUSAL).patched(1, LATE_WARNING),
            UNMASKED,
            "WARNING in w"),
        row(
            "without any control trial nothing is new",
            new CellSketch().control(3, HOST).patched(5, WARNING),
            INFRA_ERROR,
            "host"));
  }

  @Test
  void notFixedSaysHowOftenAndHowOftenTheControlFailed() {
    Verdict verdict =
        repro().control(1, SLOW).patched(2, bug()).patched(3, clean()).patched(1, HOST).verdict();
    assertThat(verdict.reasons())
        .containsExactly(
            "detail of " + BUG + " in 2 of 5 patched trials; the control failed in 5 of 6");
    assertThat(verdict.control()).isEqualTo(Tally.booted(6, 5, 0));
    assertThat(verdict.patched()).isEqualTo(Tally.booted(5, 2, 3));
  }

  @Test
  void theMostFrequentFailureGivesItsName() {
    Outcome other = outcome(Outcome.Kind.FAILED_OTHERWISE, "KASAN: bad Read in a", 2);
    assertThat(repro().patched(1, other).patched(2, WARNING).verdict().title())
        .isEqualTo("WARNING in w");
  }
}
