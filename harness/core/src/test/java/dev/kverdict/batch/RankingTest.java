package dev.kverdict.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Candidate;
import dev.kverdict.record.RankedCandidate;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankingTest {

  private final List<Candidate> all = new ArrayList<>();

  private RankingTest judged(String name, VerdictKind kind, String repro) {
    VerdictClass result = kind.verdictClass();
    return add("k", name, new Candidate.Judged(result, kind, repro, "because", 1, 3));
  }

  private RankingTest add(String kernel, String name, Candidate.Standing standing) {
    all.add(new Candidate(kernel, name, name + ".patch", "", standing));
    return this;
  }

  private List<String> ranked() {
    return Ranking.of(all).stream()
        .map(one -> one.rank() + " " + one.candidate().patch() + " " + one.result())
        .toList();
  }

  @Test
  void whatPassesComesFirstAndWhatFailsTogetherStandsTogether() {
    judged("crash1", VerdictKind.NOT_FIXED, "crash")
        .add("", "bad", new Candidate.Unreadable("holds no diff"))
        .judged("data1", VerdictKind.NOT_FIXED, "data")
        .judged("good1", VerdictKind.FIXED, "crash")
        .judged("rejected", VerdictKind.PATCH_REJECTED, "crash")
        .judged("unsure", VerdictKind.INCONCLUSIVE, "crash")
        .judged("crash2", VerdictKind.NOT_FIXED, "crash")
        .judged("broken", VerdictKind.INFRA_ERROR, "crash")
        .add("k", "late", new Candidate.NotReached("the budget was used up"))
        .judged("good2", VerdictKind.FIXED, "data");
    assertThat(ranked())
        .containsExactly(
            "1 good1 PASS",
            "2 good2 PASS",
            "3 unsure UNDECIDED",
            "4 broken ERROR",
            "5 crash1 FAIL",
            "6 crash2 FAIL",
            "7 data1 FAIL",
            "8 rejected FAIL",
            "0 late not judged",
            "0 bad not judged");
  }

  @Test
  void theSameChangeSharesARankAndAResult() {
    add("", "copy", new Candidate.Duplicate("good", "line by line"))
        .judged("bad", VerdictKind.NOT_FIXED, "crash")
        .judged("good", VerdictKind.FIXED, "crash")
        .add("k", "wider", new Candidate.Duplicate("good", "once it is applied"))
        .add("", "copy of wider", new Candidate.Duplicate("wider", "line by line"));
    assertThat(ranked())
        .containsExactly(
            "1 good PASS", "1 copy PASS", "1 wider PASS", "1 copy of wider PASS", "2 bad FAIL");
    assertThat(Ranking.of(all).get(1).reason()).isEqualTo("the same as good, line by line");
  }

  @Test
  void eachKernelHasRanksOfItsOwnAndDuplicatesAreOnAllOfThem() {
    Candidate.Standing pass =
        new Candidate.Judged(VerdictClass.PASS, VerdictKind.FIXED, "r", "all", 1, 1);
    Candidate.Standing fail =
        new Candidate.Judged(VerdictClass.FAIL, VerdictKind.NOT_FIXED, "r", "it", 1, 1);
    add("k1", "a", pass).add("k2", "a", fail).add("", "b", new Candidate.Duplicate("a", "so"));
    assertThat(ranked()).containsExactly("1 a PASS", "1 b PASS", "1 a FAIL", "1 b FAIL");
    assertThat(Ranking.exitCode(Ranking.of(all), 1)).as("on one kernel only").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "FIXED, FIXED, 0, 0",
    "FIXED, NOT_FIXED, 0, 1",
    "FIXED, NOT_FIXED, 1, 0",
    "FIXED, NOT_FIXED, 2, 1",
    "FIXED, INFRA_ERROR, 0, 4",
    "NOT_FIXED, INFRA_ERROR, 0, 1",
    "FIXED, UNREACHED, 0, 3"
  })
  void theExitCodeIsThatOfTheWorst(VerdictKind one, VerdictKind two, int stopAt, int code) {
    judged("one", one, "r").judged("two", two, "r");
    assertThat(Ranking.exitCode(Ranking.of(all), stopAt)).isEqualTo(code);
  }

  @Test
  void whatWasNotJudgedIsNoPass() {
    judged("good", VerdictKind.FIXED, "r").add("k", "late", new Candidate.NotReached("late"));
    List<RankedCandidate> ranked = Ranking.of(all);
    assertThat(Ranking.exitCode(ranked, 0)).isEqualTo(3);
    assertThat(Ranking.exitCode(ranked, 2)).isEqualTo(3);
    assertThat(Ranking.exitCode(List.of(), 0)).isEqualTo(4);
  }
}
