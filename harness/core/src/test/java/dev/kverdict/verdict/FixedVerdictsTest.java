package dev.kverdict.verdict;

import static dev.kverdict.record.VerdictKind.FIXED;
import static dev.kverdict.record.VerdictKind.INCONCLUSIVE;
import static dev.kverdict.record.VerdictKind.INFRA_ERROR;
import static dev.kverdict.record.VerdictKind.NOT_FIXED;
import static dev.kverdict.record.VerdictKind.SUSPECT_MASKING;
import static dev.kverdict.record.VerdictKind.TIMEOUT;
import static dev.kverdict.record.VerdictKind.UNREACHED;
import static dev.kverdict.verdict.CellSketch.HOST;
import static dev.kverdict.verdict.CellSketch.SLOW;
import static dev.kverdict.verdict.CellSketch.bug;
import static dev.kverdict.verdict.CellSketch.clean;
import static dev.kverdict.verdict.CellSketch.repro;
import static dev.kverdict.verdict.CellSketch.with;
import static dev.kverdict.verdict.VerdictRow.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions for FIXED, its reasons, and what prevents it. */
final class FixedVerdictsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("counts")
  void judges(VerdictRow row) {
    row.check();
  }

  static Stream<VerdictRow> counts() {
    return Stream.of(
        row("fixed", repro().patched(4, clean()), FIXED, ""),
        row("one trial too few", repro().patched(3, clean()), INCONCLUSIVE, ""),
        row(
            "a rare failure takes more",
            new CellSketch().control(1, bug()).control(4, clean()).patched(20, clean()),
            INCONCLUSIVE,
            ""),
        row(
            "a single control trial takes 59",
            new CellSketch().control(1, bug()).patched(58, clean()),
            INCONCLUSIVE,
            ""),
        row(
            "and 59 are enough",
            new CellSketch().control(1, bug()).patched(59, clean()),
            FIXED,
            ""),
        row(
            "more confidence takes more",
            with(repro(), c -> c.confidence = 0.99).patched(9, clean()),
            INCONCLUSIVE,
            ""),
        row(
            "more confidence, enough",
            with(repro(), c -> c.confidence = 0.99).patched(10, clean()),
            FIXED,
            ""),
        row(
            "host fault left over",
            repro().patched(9, clean()).patched(1, HOST),
            INFRA_ERROR,
            "host"),
        row(
            "host fault left over in the control",
            repro().control(1, HOST).patched(9, clean()),
            INFRA_ERROR,
            "host"),
        row(
            "host fault before slowness",
            repro().patched(1, HOST).patched(4, SLOW),
            INFRA_ERROR,
            "host"),
        row("slow", repro().patched(9, clean()).patched(1, SLOW), TIMEOUT, "time limit"),
        row(
            "slowness before too few",
            repro().patched(1, clean()).patched(1, SLOW),
            TIMEOUT,
            "time limit"),
        row("nothing ran at all", new CellSketch(), INFRA_ERROR, ""),
        row("nothing ran patched", repro(), INFRA_ERROR, ""));
  }

  @Test
  void inconclusiveSaysHowManyMore() {
    Verdict verdict = repro().patched(2, clean()).verdict();
    assertThat(verdict.kind()).isEqualTo(INCONCLUSIVE);
    assertThat(verdict.reasons().get(0)).contains("it takes 4: 2 more");
  }

  @Test
  void inconclusiveSaysHowManyTrialsItTakes() {
    Verdict verdict = new CellSketch().control(1, bug()).patched(5, clean()).verdict();
    assertThat(verdict.reasons())
        .containsExactly(
            "clean trials: 5, too few: the control failed in 1 of 1, so it takes 59: 54 more"
                + " (--trials or --max-trials allows 1)");
  }

  @Test
  void suspectWhenThePatchMayOnlyHaveSilencedTheReport() {
    List<String> suspicions = List.of("edits the statement that fired", "assertion removed");
    Verdict verdict = with(repro(), c -> c.suspicions = suspicions).patched(5, clean()).verdict();
    assertThat(verdict.kind()).isEqualTo(SUSPECT_MASKING);
    assertThat(verdict.reasons()).startsWith("edits the statement that fired");
    assertThat(verdict.reasons()).contains("assertion removed");
    // Nobody is silenced where the report still comes.
    assertThat(with(repro(), c -> c.suspicions = suspicions).patched(5, bug()).verdict().kind())
        .isEqualTo(NOT_FIXED);
  }

  @Test
  void aCheckOfDataThatCameOutFixedDispelsTheSuspicion() {
    CellSketch cell = with(repro(), c -> c.suspicions = List.of("assertion removed"));
    cell.dataCheckFixed = true;
    assertThat(cell.patched(5, clean()).verdict().kind()).isEqualTo(FIXED);
  }

  @Test
  void unreachedWhenNoChangedLineRan() {
    Reached no = new Reached(Reached.Answer.NO, "no changed line ran", List.of());
    Verdict verdict = with(repro(), c -> c.reached = no).patched(5, clean()).verdict();
    assertThat(verdict.kind()).isEqualTo(UNREACHED);
    assertThat(verdict.reasons().get(0)).contains("gone in 5 of 5").contains("no changed line ran");
    // A failure that is still there needs no such proof.
    assertThat(with(repro(), c -> c.reached = no).patched(5, bug()).verdict().kind())
        .isEqualTo(NOT_FIXED);
  }

  @ParameterizedTest
  @EnumSource(value = Reached.Answer.class, mode = EnumSource.Mode.EXCLUDE, names = "NO")
  void fixedSaysHowReachedWasShown(Reached.Answer answer) {
    Reached reached = new Reached(answer, "somehow", List.of());
    Verdict verdict = with(repro(), c -> c.reached = reached).patched(5, clean()).verdict();
    assertThat(verdict.kind()).isEqualTo(FIXED);
    assertThat(verdict.reasons()).contains("reached: " + answer.word() + " (somehow)");
  }

  @Test
  void fixedSaysWhatItIsWorth() {
    Verdict verdict = with(repro(), c -> c.dataCheck = false).patched(5, clean()).verdict();
    assertThat(verdict.reasons())
        .containsExactly(
            "5 of 5 patched trials clean; the control failed in 5 of 5",
            "had the patch changed nothing, this would happen in at most 5 % of cases; Fisher's exact p = 0.0040",
            "crash only; masking not excluded",
            "reached: not measured");
    assertThat(verdict.pValue()).isCloseTo(1 / 252.0, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.9=10", "0.99=1", "0.975=2.5", "0.9999=0.01"})
  void fixedNamesTheConfidenceByItsOwnNumber(String pair) {
    double confidence = Double.parseDouble(pair.replaceFirst("=.*", ""));
    String percent = pair.replaceFirst(".*=", "");
    Verdict verdict = with(repro(), c -> c.confidence = confidence).patched(200, clean()).verdict();
    assertThat(verdict.reasons().get(1))
        .contains(" in at most " + percent + " % of cases; Fisher's exact p < ");
  }

  @Test
  void aCaseWithDataCheckSaysNothingOfMasking() {
    assertThat(repro().patched(5, clean()).verdict().reasons())
        .noneMatch(r -> r.contains("masking"));
  }
}
