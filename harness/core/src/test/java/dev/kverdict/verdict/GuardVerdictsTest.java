package dev.kverdict.verdict;

import static dev.kverdict.record.VerdictKind.BROKE_GUARD;
import static dev.kverdict.record.VerdictKind.CASE_ERROR;
import static dev.kverdict.record.VerdictKind.DIFFERENT_CRASH;
import static dev.kverdict.record.VerdictKind.FIXED;
import static dev.kverdict.record.VerdictKind.HUNG;
import static dev.kverdict.record.VerdictKind.INCONCLUSIVE;
import static dev.kverdict.record.VerdictKind.INFRA_ERROR;
import static dev.kverdict.record.VerdictKind.REFUSED;
import static dev.kverdict.record.VerdictKind.REPRO_DID_NOT_RUN;
import static dev.kverdict.record.VerdictKind.TIMEOUT;
import static dev.kverdict.verdict.CellSketch.BAD_CHECK;
import static dev.kverdict.verdict.CellSketch.HOST;
import static dev.kverdict.verdict.CellSketch.IDLE;
import static dev.kverdict.verdict.CellSketch.LATE_REFUSAL;
import static dev.kverdict.verdict.CellSketch.REFUSAL;
import static dev.kverdict.verdict.CellSketch.SLOW;
import static dev.kverdict.verdict.CellSketch.STALL;
import static dev.kverdict.verdict.CellSketch.WARNING;
import static dev.kverdict.verdict.CellSketch.clean;
import static dev.kverdict.verdict.CellSketch.guard;
import static dev.kverdict.verdict.CellSketch.repro;
import static dev.kverdict.verdict.CellSketch.with;
import static dev.kverdict.verdict.VerdictRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Verdict;
import dev.kverdict.record.Verdict.Tally;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on guards, and on programs that are refused a step. */
final class GuardVerdictsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource({"guards", "refusals"})
  void judges(VerdictRow row) {
    row.check();
  }

  static Stream<VerdictRow> guards() {
    return Stream.of(
        row("guard holds", guard().patched(5, clean()), FIXED, ""),
        row("guard holds once", guard().patched(1, clean()), FIXED, ""),
        row(
            "guard fails its check",
            guard().patched(1, BAD_CHECK).patched(4, clean()),
            BROKE_GUARD,
            "check read-back"),
        row(
            "guard is refused",
            guard().patched(1, REFUSAL).patched(4, clean()),
            BROKE_GUARD,
            "move:EPERM"),
        row(
            "guard may be refused",
            guard().accepting("move").patched(1, REFUSAL).patched(4, clean()),
            FIXED,
            ""),
        row(
            "guard does nothing",
            guard().patched(1, IDLE).patched(4, clean()),
            BROKE_GUARD,
            "move"),
        row(
            "guard crashes",
            guard().patched(1, WARNING).patched(4, BAD_CHECK),
            DIFFERENT_CRASH,
            "WARNING in w"),
        row("guard hangs", guard().patched(1, STALL), HUNG, "heartbeat lost"),
        row("guard is slow", guard().patched(1, SLOW).patched(4, clean()), TIMEOUT, "time limit"),
        row(
            "guard fails on the control",
            guard().control(1, BAD_CHECK).patched(5, clean()),
            CASE_ERROR,
            "check read-back"),
        row(
            "guard is slow on the control",
            guard().control(1, SLOW).patched(5, clean()),
            CASE_ERROR,
            "time limit"),
        row(
            "guard without a control trial",
            with(new CellSketch(), c -> c.guard = true).control(1, HOST).patched(5, BAD_CHECK),
            INFRA_ERROR,
            "host"),
        row(
            "guard with a host fault",
            guard().patched(4, clean()).patched(1, HOST),
            INFRA_ERROR,
            "host"),
        row("guard that never ran patched", guard(), INFRA_ERROR, ""));
  }

  static Stream<VerdictRow> refusals() {
    return Stream.of(
        row("refused", repro().patched(1, REFUSAL).patched(4, clean()), REFUSED, "move:EPERM"),
        row(
            "another error than the accepted",
            repro().accepting("move:EINVAL").patched(5, REFUSAL),
            REFUSED,
            "move:EPERM"),
        row(
            "another step than the accepted",
            repro().accepting("mov").patched(5, REFUSAL),
            REFUSED,
            "move:EPERM"),
        row("accepted by step", repro().accepting("move").patched(5, REFUSAL), FIXED, ""),
        row(
            "accepted by step and error",
            repro().accepting("move:EPERM").patched(5, REFUSAL),
            FIXED,
            ""),
        row("accepted, too few", repro().accepting("move").patched(3, REFUSAL), INCONCLUSIVE, ""),
        row(
            "refused where no control trial came",
            repro().patched(5, LATE_REFUSAL),
            REPRO_DID_NOT_RUN,
            "late:EPERM"),
        row(
            "accepted where no control trial came",
            repro().accepting("late").patched(5, LATE_REFUSAL),
            REPRO_DID_NOT_RUN,
            "late:EPERM"),
        row("did not run", repro().patched(1, IDLE).patched(4, clean()), REPRO_DID_NOT_RUN, "move"),
        row(
            "a refusal before one that did not run",
            repro().patched(4, IDLE).patched(1, REFUSAL),
            REFUSED,
            "move:EPERM"),
        row(
            "did not run before host fault",
            repro().patched(1, IDLE).patched(4, HOST),
            REPRO_DID_NOT_RUN,
            "move"));
  }

  @Test
  void aGuardThatHoldsIsNotSaidToFixAnything() {
    Verdict verdict = guard().patched(5, clean()).verdict();
    assertThat(verdict.guard()).isTrue();
    assertThat(verdict.reasons()).first().isEqualTo("the guard holds in 5 of 5 trials");
    assertThat(verdict.reasons()).noneMatch(r -> r.contains("had the patch"));
  }

  @Test
  void fixedByAnAcceptedRefusalSaysSo() {
    Verdict verdict = repro().accepting("move").patched(5, REFUSAL).verdict();
    assertThat(verdict.reasons()).contains("accepted by the case: detail of move:EPERM");
    assertThat(verdict.patched()).isEqualTo(Tally.booted(5, 0, 5));
  }
}
