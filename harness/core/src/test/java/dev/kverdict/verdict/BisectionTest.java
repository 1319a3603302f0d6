package dev.kverdict.verdict;

import static dev.kverdict.verdict.CellSketch.bug;
import static dev.kverdict.verdict.CellSketch.clean;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Outcome;
import dev.kverdict.verdict.Bisection.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

class BisectionTest {

  private static final BuildOutcome BUILT = BuildOutcome.built("d");

  @Test
  void exitCodesAreGits() {
    assertThat(Answer.values()).extracting(Answer::exitCode).containsExactly(0, 1, 125);
  }

  @Test
  void oneFailureIsBad() {
    assertThat(answer(BUILT, clean(), bug())).isEqualTo(Answer.BAD);
    assertThat(answer(BuildOutcome.noChange(List.of()), bug())).isEqualTo(Answer.BAD);
  }

  @Test
  void onlyCleanTrialsAreGood() {
    assertThat(answer(BUILT, clean(), clean())).isEqualTo(Answer.GOOD);
    for (Outcome.Kind kind : Outcome.Kind.values()) {
      if (kind != Outcome.Kind.CLEAN && kind != Outcome.Kind.FAILED_AS_EXPECTED) {
        assertThat(answer(BUILT, clean(), CellSketch.outcome(kind, "t", 1)))
            .as(kind.name())
            .isEqualTo(Answer.SKIP);
      }
    }
    assertThat(Bisection.judge(BUILT, null, List.of()))
        .isEqualTo(new Bisection.Judged(Answer.SKIP, "no trial ran"));
    Outcome hung = CellSketch.outcome(Outcome.Kind.HUNG, "t", 1);
    assertThat(Bisection.judge(BUILT, null, List.of(hung)).reason())
        .isEqualTo("it showed 1 x HUNG (t)");
  }

  @Test
  void whatDoesNotBuildIsSkipped() {
    Bisection.Judged judged =
        Bisection.judge(BuildOutcome.buildFailed(List.of("f.c:3: no")), null, List.of());
    assertThat(judged).isEqualTo(new Bisection.Judged(Answer.SKIP, "f.c:3: no"));
    assertThat(answer(BuildOutcome.patchRejected(List.of()))).isEqualTo(Answer.SKIP);
    assertThat(answer(BuildOutcome.hostFault(List.of("no space")))).isEqualTo(Answer.SKIP);
  }

  @Test
  void withoutDetectorsARevisionIsSkipped() {
    assertThat(Bisection.judge(BUILT, "canary", List.of(bug())).answer()).isEqualTo(Answer.SKIP);
  }

  private static Answer answer(BuildOutcome build, Outcome... outcomes) {
    return Bisection.judge(build, null, List.of(outcomes)).answer();
  }
}
