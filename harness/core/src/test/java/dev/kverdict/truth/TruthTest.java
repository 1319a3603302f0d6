package dev.kverdict.truth;

import static dev.kverdict.truth.MadeRun.BUG;
import static dev.kverdict.truth.MadeRun.CHECK;
import static dev.kverdict.truth.MadeRun.CRASH;
import static dev.kverdict.truth.MadeRun.QUIET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.record.Worth;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How well rules do on several patches. */
class TruthTest {

  @TempDir private Path run;

  private Truth truth;

  @BeforeEach
  void read() {
    MadeRun made =
        new MadeRun(run, "a-case")
            .patch("right", Worth.Kind.RIGHT)
            .cell("right", CRASH, VerdictKind.FIXED, QUIET, QUIET, QUIET)
            .patch("late", Worth.Kind.NO_EFFECT)
            .cell("late", CRASH, VerdictKind.NOT_FIXED, QUIET, QUIET, QUIET, BUG)
            .patch("short", Worth.Kind.NO_EFFECT)
            .cell("short", CRASH, VerdictKind.NOT_FIXED, QUIET)
            .patch("masking", Worth.Kind.MASKING)
            .cell("masking", CHECK, VerdictKind.SUSPECT_MASKING, QUIET, QUIET, QUIET)
            .patch("unknown", null)
            .cell("unknown", CRASH, VerdictKind.FIXED, QUIET, QUIET, QUIET)
            .trial(null, CRASH, 1, Outcome.Kind.FAILED_AS_EXPECTED, BUG);
    truth = new Truth(List.of(made.truth()));
  }

  private Score score(Rule rule) {
    return truth.scores(truth.known()).stream()
        .filter(score -> score.rule() == rule)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void wrongPatchesThatPassAndRightOnesThatAreRefusedAreCounted() {
    assertThat(score(Rule.THREE_CLEAN_RUNS).wrong()).isEqualTo(new Tally(1, 0, 0, 1, 1));
    assertThat(score(Rule.THREE_CLEAN_RUNS).right()).isEqualTo(new Tally(1, 0, 0, 0, 0));
    assertThat(score(Rule.ANY_CRASH).wrong()).isEqualTo(new Tally(0, 1, 0, 1, 1));
    assertThat(score(Rule.KVERDICT).wrong()).isEqualTo(new Tally(0, 2, 1, 0, 0));
    assertThat(truth.unknown()).extracting(PatchTruth::patch).containsExactly("unknown");
  }

  /** Clopper and Pearson's interval for 0 of 3 ends at 1 - 0.025^(1/3). */
  @Test
  void whatIsMissingIsInNoRate() {
    assertThat(score(Rule.KVERDICT).wrong().answered()).isEqualTo(3);
    assertThat(score(Rule.KVERDICT).wrong().passRate().high())
        .isCloseTo(1 - Math.pow(0.025, 1.0 / 3), within(1e-9));
    assertThat(score(Rule.THREE_CLEAN_RUNS).wrong().answered()).isEqualTo(1);
    assertThat(score(Rule.THREE_CLEAN_RUNS).wrong().passRate().low())
        .isCloseTo(0.025, within(1e-9));
    assertThat(score(Rule.THREE_CLEAN_RUNS).right().refusalRate().low()).isZero();
  }

  @Test
  void rulesAreAlsoComparedWhereAllOfThemAnswer() {
    assertThat(truth.common()).extracting(PatchTruth::patch).containsExactly("right", "late");
    assertThat(truth.disputed())
        .extracting(PatchTruth::patch)
        .contains("late")
        .doesNotContain("right", "short");
  }

  /** Ours took the control's trial, too; others looked at trials only where they answered. */
  @Test
  void anAnswerTakesTrialsAndMinutes() {
    assertThat(truth.efforts())
        .contains(
            new Effort(Rule.KVERDICT, 5, 15, 15 * 60_000),
            new Effort(Rule.THREE_CLEAN_RUNS, 3, 9, 9 * 60_000),
            new Effort(Rule.ANY_CRASH, 3, 10, 10 * 60_000));
    assertThat(truth.efforts().get(0).minutesEach()).isEqualTo(3);
    assertThat(new Effort(Rule.ANY_CRASH, 0, 0, 0).trialsEach()).isZero();
  }
}
