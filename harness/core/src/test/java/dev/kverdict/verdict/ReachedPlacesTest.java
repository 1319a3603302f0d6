package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.patch.PatchedPlace;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Reached.Answer;
import dev.kverdict.verdict.ReachedPlaces.Counts;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReachedPlacesTest {

  @Test
  void oneLineThatRanIsEnough() {
    Reached reached = judge(counts(added(), 0L), counts(added(), 3L));
    assertThat(reached.answer()).isEqualTo(Answer.YES);
    assertThat(reached.how()).isEqualTo("1 of 2 places ran, x.c:7 (+1 -0) 3 times in one trial");
  }

  @Test
  void everyPlaceWasWatchedAndNoneRan() {
    assertThat(judge(counts(added(), 0L), counts(added(), 0L)).answer()).isEqualTo(Answer.NO);
  }

  @Test
  void whatWasNotWatchedMayHaveRun() {
    Reached reached = judge(counts(added(), 0L), counts(header(), null));
    assertThat(reached.answer()).isEqualTo(Answer.NOT_MEASURABLE);
    assertThat(reached.how()).isEqualTo("not measurable: a header");
    assertThat(judge(counts(added(), null)).answer()).isEqualTo(Answer.NOT_MEASURABLE);
  }

  @Test
  void deletionIsReachedByItsFunction() {
    Counts entered = new Counts(deletion(), 2L, 0L, 5L);
    assertThat(judge(entered).answer()).isEqualTo(Answer.YES);
    assertThat(judge(entered).places().get(0).note()).contains("f entered: yes");
    assertThat(judge(new Counts(deletion(), 2L, 0L, 0L)).answer()).isEqualTo(Answer.NO);
  }

  @Test
  void countsOfATrialThatCameOutDifferentlyAreNotUsed() {
    Reached reached = ReachedPlaces.judge(List.of(counts(added(), 3L)), "it hung");
    assertThat(reached.answer()).isEqualTo(Answer.NOT_MEASURED);
    assertThat(reached.how()).isEqualTo("it hung");
  }

  private static Reached judge(Counts... counts) {
    return ReachedPlaces.judge(List.of(counts), null);
  }

  private static Counts counts(PatchedPlace place, Long patched) {
    return new Counts(place, 1L, patched, null);
  }

  private static PatchedPlace added() {
    return place(false, "");
  }

  private static PatchedPlace deletion() {
    return place(true, "");
  }

  private static PatchedPlace header() {
    return place(false, "a header");
  }

  private static PatchedPlace place(boolean deletion, String why) {
    return new PatchedPlace(
        "x.c", "x.c:7 (+1 -0)", "f", new TreeSet<>(), new TreeSet<>(List.of(7)), deletion, why);
  }
}
