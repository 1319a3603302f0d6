package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Necessity.Answer;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class NecessitiesTest {

  private static final BuildOutcome BUILT = BuildOutcome.built("d");

  @Test
  void aFailureThatIsBackWithoutItMakesItNeeded() {
    Necessities.Judged judged =
        Necessities.judge(
            BUILT,
            List.of(
                pair("one", VerdictKind.FIXED, VerdictKind.FIXED),
                pair("two", VerdictKind.FIXED, VerdictKind.NOT_FIXED)));
    assertThat(judged.answer()).isEqualTo(Answer.NEEDED);
    assertThat(judged.reason()).contains("two is NOT_FIXED");
  }

  @Test
  void nothingLeftThatRunsMakesItNeeded() {
    assertThat(answer(BuildOutcome.noChange(List.of()))).isEqualTo(Answer.NEEDED);
  }

  @Test
  void theSameVerdictsWithoutItMakeItNotNeeded() {
    assertThat(answer(BUILT, pair("one", VerdictKind.FIXED, VerdictKind.FIXED)))
        .isEqualTo(Answer.NOT_NEEDED);
  }

  @Test
  void aReproducerThatTheSeriesDoesNotFixProvesNothing() {
    assertThat(answer(BUILT, pair("one", VerdictKind.NOT_FIXED, VerdictKind.NOT_FIXED)))
        .isEqualTo(Answer.CANNOT_TELL);
    assertThat(answer(BUILT)).isEqualTo(Answer.CANNOT_TELL);
  }

  @Test
  void anotherVerdictWithoutItIsNoAnswer() {
    assertThat(answer(BUILT, pair("one", VerdictKind.FIXED, VerdictKind.INCONCLUSIVE)))
        .isEqualTo(Answer.CANNOT_TELL);
    assertThat(
            answer(
                BUILT,
                pair("one", VerdictKind.FIXED, VerdictKind.FIXED),
                pair("two", VerdictKind.FIXED, VerdictKind.DIFFERENT_CRASH)))
        .isEqualTo(Answer.CANNOT_TELL);
  }

  @Test
  void aRestThatDoesNotStandAloneIsNoAnswer() {
    assertThat(answer(BuildOutcome.patchRejected(List.of("hunk 3")))).isEqualTo(Answer.CANNOT_TELL);
    assertThat(answer(BuildOutcome.buildFailed(List.of("f.c:3")))).isEqualTo(Answer.CANNOT_TELL);
    assertThat(answer(BuildOutcome.hostFault(List.of("no space")))).isEqualTo(Answer.CANNOT_TELL);
    assertThat(Necessities.judge(BuildOutcome.patchRejected(List.of("hunk 3")), List.of()).reason())
        .isEqualTo("the others do not stand without it: hunk 3");
  }

  private static Answer answer(BuildOutcome rest, Necessities.Pair... pairs) {
    return Necessities.judge(rest, List.of(pairs)).answer();
  }

  private static Necessities.Pair pair(String repro, VerdictKind whole, VerdictKind without) {
    return new Necessities.Pair(verdict(repro, whole), verdict(repro, without));
  }

  private static Verdict verdict(String repro, VerdictKind kind) {
    return new Verdict(
        "k",
        "p",
        repro,
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
