package dev.kverdict.verdict;

import static dev.kverdict.record.ClaimResult.Outcome.CONFIRMED;
import static dev.kverdict.record.ClaimResult.Outcome.REFUTED;
import static dev.kverdict.record.ClaimResult.Outcome.UNDECIDED;
import static dev.kverdict.verdict.CellSketch.bug;
import static dev.kverdict.verdict.CellSketch.clean;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.ClaimDef.Expectation;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Results of experiments for a claim; the direction matters and is easy to get wrong. */
class ClaimsTest {

  private static final int NEEDED = 6;

  @Test
  void aVariantThatFailsConfirmsWhoSaidSo() {
    assertThat(outcome(Expectation.CRASH, clean(), bug())).isEqualTo(CONFIRMED);
    assertThat(outcome(Expectation.CHECK_FAILS, bug())).isEqualTo(CONFIRMED);
    assertThat(outcome(Expectation.NO_CRASH, clean(), bug())).isEqualTo(REFUTED);
  }

  @Test
  void aVariantThatStaysCleanOftenEnoughRefutesThem() {
    assertThat(outcome(Expectation.CRASH, times(NEEDED, clean()))).isEqualTo(REFUTED);
    assertThat(outcome(Expectation.NO_CRASH, times(NEEDED, clean()))).isEqualTo(CONFIRMED);
  }

  @Test
  void tooFewCleanTrialsSayNothing() {
    assertThat(outcome(Expectation.CRASH, times(NEEDED - 1, clean()))).isEqualTo(UNDECIDED);
    assertThat(outcome(Expectation.NO_CRASH, times(NEEDED - 1, clean()))).isEqualTo(UNDECIDED);
    assertThat(outcome(Expectation.NO_CRASH)).isEqualTo(UNDECIDED);
    assertThat(reason(Expectation.CRASH, times(NEEDED - 1, clean()))).endsWith("too few to tell");
    assertThat(reason(Expectation.NO_CRASH)).endsWith("which says neither");
  }

  @Test
  void anotherFailureSaysNeither() {
    Outcome hung = CellSketch.outcome(Outcome.Kind.HUNG, "hung", 2);
    Outcome[] mixed =
        Stream.concat(Stream.of(hung), Stream.of(times(NEEDED, clean()))).toArray(Outcome[]::new);
    assertThat(outcome(Expectation.CRASH, mixed)).isEqualTo(UNDECIDED);
    assertThat(outcome(Expectation.NO_CRASH, mixed)).isEqualTo(UNDECIDED);
    assertThat(reason(Expectation.NO_CRASH, mixed)).endsWith("which says neither");
  }

  @Test
  void countsAreComparedWithWhatWasSaid() {
    assertThat(Claims.executions(Expectation.EXECUTED, "w", 3, "f ran").outcome())
        .isEqualTo(CONFIRMED);
    assertThat(Claims.executions(Expectation.EXECUTED, "w", 0, "f ran").outcome())
        .isEqualTo(REFUTED);
    assertThat(Claims.executions(Expectation.NOT_EXECUTED, "w", 0, "f ran").outcome())
        .isEqualTo(CONFIRMED);
    assertThat(Claims.executions(Expectation.NOT_EXECUTED, "w", 3, "f ran").reason())
        .isEqualTo("w: f ran, 3 times");
    assertThat(Claims.executions(Expectation.NOT_EXECUTED, "w", -1, "no code").outcome())
        .isEqualTo(UNDECIDED);
  }

  @Test
  void aPatchIsSufficientIfEveryVerdictPasses() {
    assertThat(sufficient(VerdictKind.FIXED, VerdictKind.FIXED)).isEqualTo(CONFIRMED);
    assertThat(sufficient(VerdictKind.FIXED, VerdictKind.NOT_FIXED)).isEqualTo(REFUTED);
    assertThat(sufficient(VerdictKind.FIXED, VerdictKind.INCONCLUSIVE)).isEqualTo(UNDECIDED);
    assertThat(sufficient(VerdictKind.INCONCLUSIVE, VerdictKind.NOT_FIXED)).isEqualTo(REFUTED);
    assertThat(sufficient()).isEqualTo(UNDECIDED);
  }

  @Test
  void aClaimHoldsOnlyIfAllOfItDoes() {
    assertThat(settled(CONFIRMED, CONFIRMED)).isEqualTo(CONFIRMED);
    assertThat(settled(CONFIRMED, UNDECIDED)).isEqualTo(UNDECIDED);
    assertThat(settled(UNDECIDED, REFUTED)).isEqualTo(REFUTED);
    assertThat(settled(REFUTED, CONFIRMED)).isEqualTo(REFUTED);
    assertThat(settled()).isEqualTo(UNDECIDED);
  }

  private static ClaimResult.Outcome outcome(Expectation expect, Outcome... variant) {
    return Claims.failure(expect, "w", List.of(variant), NEEDED).outcome();
  }

  private static String reason(Expectation expect, Outcome... variant) {
    return Claims.failure(expect, "w", List.of(variant), NEEDED).reason();
  }

  private static Outcome[] times(int number, Outcome outcome) {
    return Collections.nCopies(number, outcome).toArray(Outcome[]::new);
  }

  private static ClaimResult.Outcome settled(ClaimResult.Outcome... parts) {
    return Claims.settle(
            new ClaimDef("C1", "says", List.of()),
            Stream.of(parts).map(part -> new Claims.Finding(part, "reason")).toList())
        .outcome();
  }

  private static ClaimResult.Outcome sufficient(VerdictKind... kinds) {
    return Claims.sufficient("p", Stream.of(kinds).map(ClaimsTest::verdict).toList()).outcome();
  }

  private static Verdict verdict(VerdictKind kind) {
    return new Verdict(
        "k",
        "p",
        "r",
        false,
        kind,
        "",
        Verdict.Tally.NONE,
        Verdict.Tally.NONE,
        null,
        Reached.NOT_MEASURED,
        List.of(),
        List.of("reason"));
  }
}
