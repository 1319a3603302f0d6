package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.CaseParts;
import dev.kverdict.model.Cell;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.verdict.Results;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of a cell that a run did not get to judge. */
class UnjudgedTest {

  private static TrialLine trial(@Nullable String patch, String repro, String series) {
    TrialId id = new TrialId("k", patch, repro, series, 1);
    return new TrialLine(id, Outcome.Kind.CLEAN, "", 1, false, "");
  }

  @Test
  void itIsNoPassAndSaysWhatHadEnded() {
    Cell cell = new Cell(CaseParts.kernel("k"), CaseParts.patch("p"), CaseParts.crash("cow"));
    JudgedVerdict judged =
        Unjudged.of(
            cell,
            List.of(
                trial("p", "cow", TrialId.PLAIN),
                trial(null, "cow", TrialId.PLAIN),
                trial(null, "cow", TrialId.PLAIN),
                trial("p", "cow", "lines"),
                trial("other", "cow", TrialId.PLAIN),
                trial("p", "stale", TrialId.PLAIN)));
    assertThat(judged.asExpected()).isFalse();
    assertThat(judged.verdict().kind().verdictClass()).isEqualTo(VerdictClass.UNDECIDED);
    assertThat(judged.verdict().reasons())
        .containsExactly(
            "the run was interrupted before this was judged: 1 of its trials had ended, 2 of its"
                + " control's");
    assertThat(Results.exitCode(List.of(judged))).isEqualTo(3);
    assertThat(Results.patches(List.of(judged)).get(0).result()).isEqualTo(VerdictClass.UNDECIDED);
  }

  @Test
  void aControlHasItsOwnTrials() {
    Cell cell = new Cell(CaseParts.kernel("k"), null, CaseParts.crash("cow"));
    assertThat(Unjudged.of(cell, List.of(trial(null, "cow", TrialId.PLAIN))).verdict().reasons())
        .containsExactly(
            "the run was interrupted before this was judged: 1 of its trials had ended");
  }
}
