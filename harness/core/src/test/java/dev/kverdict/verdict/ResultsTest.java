package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.PatchResult;
import dev.kverdict.record.Reached;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.Verdict.Tally;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Results of patches, and the exit code. */
final class ResultsTest {

  @ParameterizedTest
  @CsvSource({
    "FIXED, PASS",
    "FIXED INCONCLUSIVE, UNDECIDED",
    "INCONCLUSIVE INFRA_ERROR, ERROR",
    "CASE_ERROR NOT_FIXED FIXED REFUSED, FAIL"
  })
  void theWorstVerdictDecidesOnAPatch(String kinds, VerdictClass result) {
    assertThat(Results.patches(unexpected(kinds)))
        .containsExactly(new PatchResult("k", "p", result, result == VerdictClass.PASS));
  }

  @Test
  void aKnownFailureIsStillAFailOfThePatchThoughAsExpected() {
    List<JudgedVerdict> verdicts =
        List.of(
            judged("k", "p", VerdictKind.FIXED, null),
            judged("k", "p", VerdictKind.NOT_FIXED, VerdictKind.NOT_FIXED));
    assertThat(Results.patches(verdicts))
        .containsExactly(new PatchResult("k", "p", VerdictClass.FAIL, true));
  }

  @Test
  void eachKernelAndPatchHasItsOwnResultInTheOrderOfTheVerdicts() {
    List<JudgedVerdict> verdicts =
        List.of(
            judged("k2", "b", VerdictKind.FIXED, null),
            judged("k1", "b", VerdictKind.NOT_FIXED, null),
            judged("k2", "a", VerdictKind.REFUSED, null),
            judged("k2", "b", VerdictKind.FIXED, null),
            judged("k1", Verdict.CONTROL, VerdictKind.REPRODUCED, null));
    assertThat(Results.patches(verdicts))
        .containsExactly(
            new PatchResult("k2", "b", VerdictClass.PASS, true),
            new PatchResult("k1", "b", VerdictClass.FAIL, false),
            new PatchResult("k2", "a", VerdictClass.UNDECIDED, false));
  }

  @ParameterizedTest
  @CsvSource({
    "FIXED, 0",
    "REPRODUCED, 0",
    "FIXED NOT_FIXED, 1",
    "FIXED CASE_ERROR, 4",
    "FIXED INCONCLUSIVE, 3",
    "INCONCLUSIVE CASE_ERROR, 4",
    "INCONCLUSIVE CASE_ERROR BOOT_FAILED FIXED, 1"
  })
  void theWorstVerdictGivesTheExitCode(String kinds, int code) {
    List<JudgedVerdict> verdicts = new ArrayList<>(unexpected(kinds));
    assertThat(Results.exitCode(verdicts)).isEqualTo(code);
    Collections.reverse(verdicts);
    assertThat(Results.exitCode(verdicts)).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasExpectedIsFineWhateverItsClass(VerdictKind kind) {
    assertThat(Results.exitCode(List.of(judged("k", "p", kind, kind)))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "FIXED, NOT_FIXED, 1",
    "HUNG, NOT_FIXED, 1",
    "INFRA_ERROR, NOT_FIXED, 4",
    "INCONCLUSIVE, NOT_FIXED, 3"
  })
  void whatWasNotExpectedIsAtLeastAFailUnlessItIsNoDecision(
      VerdictKind kind, VerdictKind expected, int code) {
    assertThat(Results.exitCode(List.of(judged("k", "p", kind, expected)))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "FIXED, NO_CHANGE FIXES, 0",
    "FIXED, FIXES CANNOT_TELL, 0",
    "FIXED, BREAKS FIXES, 1",
    "INCONCLUSIVE, FIXES BREAKS, 1",
    "INCONCLUSIVE, FIXES NO_CHANGE, 3",
    "NOT_FIXED, NO_CHANGE NO_CHANGE, 1"
  })
  void aSeriesWithAPatchThatBreaksSomethingFails(VerdictKind kind, String effects, int code) {
    List<SeriesStep> steps =
        Stream.of(effects.split(" "))
            .map(SeriesStep.Effect::valueOf)
            .map(effect -> new SeriesStep("k", "p", 1, 2, "s", effect, "r"))
            .toList();
    assertThat(Results.exitCode(List.of(judged("k", "p", kind, null)), steps)).isEqualTo(code);
  }

  @Test
  void aRunWithoutVerdictsIsAnError() {
    assertThat(Results.exitCode(List.of())).isEqualTo(4);
    assertThat(Results.patches(List.of())).isEmpty();
  }

  private static List<JudgedVerdict> unexpected(String kinds) {
    return Stream.of(kinds.split(" "))
        .map(kind -> judged("k", "p", VerdictKind.valueOf(kind), null))
        .toList();
  }

  private static JudgedVerdict judged(
      String kernel, String patch, VerdictKind kind, VerdictKind expected) {
    return new JudgedVerdict(
        new Verdict(
            kernel,
            patch,
            "cow",
            false,
            kind,
            "",
            Tally.NONE,
            Tally.NONE,
            null,
            Reached.NOT_MEASURED,
            List.of(),
            List.of("reason")),
        expected);
  }
}
