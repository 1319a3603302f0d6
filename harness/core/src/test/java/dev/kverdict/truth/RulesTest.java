package dev.kverdict.truth;

import static dev.kverdict.truth.MadeRun.BUG;
import static dev.kverdict.truth.MadeRun.CHECK;
import static dev.kverdict.truth.MadeRun.CRASH;
import static dev.kverdict.truth.MadeRun.GUARD;
import static dev.kverdict.truth.MadeRun.OTHER;
import static dev.kverdict.truth.MadeRun.QUIET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.record.Worth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each rule says of the same trials. */
class RulesTest {

  @TempDir private Path run;

  private MadeRun made;

  private MadeRun patch(Worth.Kind kind) {
    made = new MadeRun(run, "a-case").patch("p", kind);
    return made;
  }

  private static void assertAloneIsWrong(PatchTruth patch, Rule rule) {
    assertThat(Stream.of(Rule.values()).filter(patch::errs)).containsExactly(rule);
    assertThat(patch.answers().values()).allMatch(answer -> answer.kind().given());
    assertThat(patch.disputed()).isTrue();
  }

  @Test
  void threeCleanRunsAloneIsWrongAboutABugThatShowsLater() {
    patch(Worth.Kind.NO_EFFECT).cell("p", CRASH, VerdictKind.NOT_FIXED, QUIET, QUIET, QUIET, BUG);

    assertAloneIsWrong(made.truth("p"), Rule.THREE_CLEAN_RUNS);
  }

  @Test
  void anyCrashAloneIsWrongAboutARightPatchBesideAnotherBug() {
    patch(Worth.Kind.RIGHT).cell("p", CRASH, VerdictKind.FIXED, QUIET, QUIET, QUIET, OTHER);

    assertAloneIsWrong(made.truth("p"), Rule.ANY_CRASH);
  }

  @Test
  void titleGoneAloneIsWrongAboutAPatchThatCrashesElsewhere() {
    patch(Worth.Kind.MASKING).cell("p", CRASH, VerdictKind.DIFFERENT_CRASH, OTHER, QUIET, QUIET);

    assertAloneIsWrong(made.truth("p"), Rule.TITLE_GONE);
  }

  @Test
  void verdictsAloneAreWrongAboutARightPatchThatTheyBlame() {
    patch(Worth.Kind.RIGHT)
        .cell("p", CRASH, VerdictKind.FIXED, QUIET, QUIET, QUIET)
        .cell("p", CHECK, VerdictKind.NEW_FINDING, QUIET, QUIET, QUIET);

    assertAloneIsWrong(made.truth("p"), Rule.KVERDICT);
    assertThat(made.truth("p").answer(Rule.KVERDICT).reason()).isEqualTo("check: NEW_FINDING");
  }

  @Test
  void noOtherRuleKnowsGuards() {
    patch(Worth.Kind.AVOIDING)
        .cell("p", CRASH, VerdictKind.FIXED, QUIET, QUIET, QUIET)
        .cell("p", GUARD, VerdictKind.BROKE_GUARD, OTHER, OTHER, OTHER);

    assertThat(Stream.of(Rule.values()).filter(made.truth("p")::errs))
        .containsExactly(Rule.THREE_CLEAN_RUNS, Rule.ANY_CRASH, Rule.TITLE_GONE);
  }

  @Test
  void aVerdictThatLeavesItOpenIsNoPassAndNoRefusal() {
    patch(Worth.Kind.MASKING)
        .cell("p", CRASH, VerdictKind.SUSPECT_MASKING, QUIET, QUIET, QUIET)
        .cell("p", CHECK, VerdictKind.FIXED, QUIET, QUIET, QUIET);

    PatchTruth patch = made.truth("p");
    assertThat(patch.answer(Rule.KVERDICT).kind()).isEqualTo(Answer.Kind.UNDECIDED);
    assertThat(patch.errs(Rule.KVERDICT)).isFalse();
    assertThat(patch.why(Rule.KVERDICT)).isEqualTo("SUSPECT_MASKING");
  }

  @ParameterizedTest
  @EnumSource(
      value = Rule.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"KVERDICT"})
  void twoCleanTrialsAreTooFewAndOneThatFailsIsEnough(Rule rule) {
    patch(Worth.Kind.NO_EFFECT)
        .cell("p", CRASH, VerdictKind.NOT_FIXED, QUIET, QUIET)
        .patch("q", Worth.Kind.NO_EFFECT)
        .cell("q", CRASH, VerdictKind.NOT_FIXED, QUIET, BUG);

    assertThat(made.truth("p").answer(rule).kind()).isEqualTo(Answer.Kind.MISSING);
    assertThat(made.truth("p").errs(rule)).isFalse();
    assertThat(made.truth("q").answer(rule))
        .isEqualTo(
            new Answer(
                Answer.Kind.REFUSES, "crash: trial 2: WARNING in minix_add_link", 2, 2 * 60_000));
  }

  @Test
  void oneProgramThatSpeaksAgainstAPatchIsEnoughAndOneThatIsSilentIsNot() {
    patch(Worth.Kind.NO_EFFECT)
        .cell("p", CRASH, VerdictKind.NOT_FIXED, QUIET, QUIET)
        .cell("p", CHECK, VerdictKind.NOT_FIXED)
        .trial("p", CHECK, 1, Outcome.Kind.FAILED_AS_EXPECTED, QUIET)
        .patch("q", Worth.Kind.NO_EFFECT)
        .cell("q", CRASH, VerdictKind.NOT_FIXED, QUIET, QUIET)
        .cell("q", CHECK, VerdictKind.FIXED, QUIET, QUIET, QUIET);

    assertThat(made.truth("p").answer(Rule.TITLE_GONE).kind()).isEqualTo(Answer.Kind.REFUSES);
    assertThat(made.truth("q").answer(Rule.TITLE_GONE).kind()).isEqualTo(Answer.Kind.MISSING);
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void aPatchThatDoesNotBuildOrBootIsRefused(Rule rule) {
    patch(Worth.Kind.NO_EFFECT)
        .cell("p", CRASH, VerdictKind.BUILD_FAILED)
        .patch("q", Worth.Kind.NO_EFFECT)
        .cell("q", CRASH, VerdictKind.BOOT_FAILED)
        .trial("q", CRASH, 1, Outcome.Kind.BOOT_FAILED, QUIET)
        .patch("same", Worth.Kind.NO_EFFECT)
        .cell("same", CRASH, VerdictKind.NO_CHANGE);

    assertThat(made.truth("p").answer(rule).kind()).isEqualTo(Answer.Kind.REFUSES);
    assertThat(made.truth("q").answer(rule).kind()).isEqualTo(Answer.Kind.REFUSES);
    assertThat(made.truth("same").answer(rule).kind())
        .isEqualTo(rule == Rule.KVERDICT ? Answer.Kind.UNDECIDED : Answer.Kind.MISSING);
  }

  @Test
  void onlyTheTrialsOfThisCellThatCountAreLookedAt() {
    patch(Worth.Kind.RIGHT)
        .cell("p", CRASH, VerdictKind.FIXED, QUIET, QUIET, QUIET)
        .trial("p", CRASH, 4, Outcome.Kind.INFRA, BUG)
        .trial("p", GUARD, 1, Outcome.Kind.FAILED_OTHERWISE, BUG)
        .trial("p~tripwire", CRASH, 1, Outcome.Kind.FAILED_AS_EXPECTED, BUG)
        .trial(new TrialId("k", "p", CRASH, "lines", 1), Outcome.Kind.FAILED_AS_EXPECTED, BUG)
        .trial(new TrialId("l", "p", CRASH, TrialId.PLAIN, 1), Outcome.Kind.CLEAN, BUG);

    assertThat(made.truth("p").answers().values())
        .extracting(Answer::kind)
        .containsOnly(Answer.Kind.PASSES);
    assertThat(made.truth("p").answer(Rule.ANY_CRASH).trials()).isEqualTo(3);
    assertThat(made.truth().trials()).isEqualTo(8);
    assertThat(made.truth().millis()).isEqualTo(8 * 60_000);
  }

  /** Two restored trials and one that boots to confirm them are three. */
  @Test
  void trialsThatConfirmOthersCountAndThoseOfADiscardedSnapshotDoNot() {
    patch(Worth.Kind.MASKING)
        .cell("p", CRASH, VerdictKind.DIFFERENT_CRASH, OTHER, OTHER)
        .trial(
            new TrialId("k", "p", CRASH, TrialId.BOOTED, 1), Outcome.Kind.FAILED_OTHERWISE, OTHER);
    assertThat(made.truth("p").answer(Rule.TITLE_GONE).kind()).isEqualTo(Answer.Kind.PASSES);

    made.trial("p", CRASH, 3, Outcome.Kind.FAILED_AS_EXPECTED, BUG).resumed("bad").discarded("bad");
    assertThat(made.truth("p").answer(Rule.TITLE_GONE).kind()).isEqualTo(Answer.Kind.PASSES);
    assertThat(made.truth("p").answer(Rule.TITLE_GONE).trials()).isEqualTo(3);
  }

  /** They end in another order. */
  @Test
  void theFirstThreeAreThoseOfTheFirstNumbers() {
    patch(Worth.Kind.RIGHT)
        .cell("p", CRASH, VerdictKind.FIXED)
        .trial("p", CRASH, 4, Outcome.Kind.FAILED_OTHERWISE, OTHER)
        .trial("p", CRASH, 3, Outcome.Kind.CLEAN, QUIET)
        .trial("p", CRASH, 2, Outcome.Kind.CLEAN, QUIET)
        .trial("p", CRASH, 1, Outcome.Kind.CLEAN, QUIET);

    assertAloneIsWrong(made.truth("p"), Rule.ANY_CRASH);
  }

  @Test
  void aConsoleMayNameTheExpectedCrashOtherwiseThanTheCase() {
    patch(Worth.Kind.NO_EFFECT)
        .expecting("KASAN: slab-use-after-free Read in inlined_caller")
        .cell("p", CRASH, VerdictKind.NOT_FIXED, QUIET, QUIET, BUG);
    assertThat(made.truth("p").errs(Rule.TITLE_GONE)).as("nothing tells this name").isTrue();

    made.trial(null, CRASH, 1, Outcome.Kind.FAILED_AS_EXPECTED, BUG + OTHER);
    assertThat(made.truth("p").errs(Rule.TITLE_GONE)).isFalse();
  }

  @Test
  void aFailedCheckIsATitleAndNothingOnTheConsole() {
    patch(Worth.Kind.NO_EFFECT)
        .cell("p", CHECK, VerdictKind.NOT_FIXED, QUIET, QUIET)
        .trial("p", CHECK, 3, Outcome.Kind.FAILED_AS_EXPECTED, QUIET);

    PatchTruth patch = made.truth("p");
    assertThat(patch.answer(Rule.TITLE_GONE).reason())
        .isEqualTo("check: trial 3: check data-is-same");
    assertThat(patch.answer(Rule.THREE_CLEAN_RUNS).kind()).isEqualTo(Answer.Kind.BLIND);
    assertThat(patch.answer(Rule.ANY_CRASH).kind()).isEqualTo(Answer.Kind.BLIND);
    assertThat(patch.why(Rule.ANY_CRASH))
        .isEqualTo("the bug shows in a check of data, never on the console");
  }

  @Test
  void evidenceThatIsGoneIsNotTakenForSilence() throws IOException {
    patch(Worth.Kind.RIGHT).cell("p", CRASH, VerdictKind.FIXED, QUIET, QUIET, QUIET);
    Files.delete(made.last().resolve("console.log"));

    assertThat(made.truth("p").answer(Rule.THREE_CLEAN_RUNS).kind()).isEqualTo(Answer.Kind.MISSING);
    assertThat(made.truth("p").answer(Rule.KVERDICT).kind()).isEqualTo(Answer.Kind.PASSES);
  }

  @Test
  void nothingOutsideOfTheRunIsRead(@TempDir Path elsewhere) throws IOException {
    patch(Worth.Kind.RIGHT).cell("p", CRASH, VerdictKind.FIXED, QUIET, QUIET, QUIET);
    Path console = made.last().resolve("console.log");
    Files.delete(console);
    Files.createSymbolicLink(console, Files.writeString(elsewhere.resolve("console.log"), BUG));

    assertThat(made.truth("p").answer(Rule.ANY_CRASH).kind()).isEqualTo(Answer.Kind.MISSING);
  }

  @Test
  void aRunOfAnOlderVersionIsToBeRunAgain() {
    patch(Worth.Kind.RIGHT).ofAnOlderVersion().cell("p", CRASH, VerdictKind.FIXED, QUIET);

    assertThatThrownBy(made::truth)
        .isInstanceOf(UserError.class)
        .hasMessageContaining(run.toString())
        .hasMessageContaining("run the case again");
  }
}
