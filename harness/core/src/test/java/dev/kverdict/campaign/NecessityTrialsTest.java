package dev.kverdict.campaign;

import static dev.kverdict.campaign.ScriptedCampaign.COW;
import static dev.kverdict.campaign.ScriptedCampaign.MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Cell;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.pool.ScriptedTrial;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.record.Necessity;
import dev.kverdict.record.Necessity.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NecessityTrialsTest {

  private static final PatchSet FIRST =
      PatchSet.of(
          "first.patch",
          """
          From: A <a@example.org>
          Subject: [PATCH 1/2] small: call g

          --- a/fs/small/small.c
          +++ b/fs/small/small.c
          @@ -1 +1 @@
          -f();
          +g();
          """);
  private static final PatchSet SECOND =
      PatchSet.of("second.patch", "--- a/fs/o.c\n+++ b/fs/o.c\n@@ -1 +1 @@\n-a\n+b\n");

  @TempDir private Path folder;
  private ScriptedCampaign campaign;

  @BeforeEach
  void begin() {
    campaign = new ScriptedCampaign(folder, COW, MOVE);
    campaign.kernel.patchIs("p~without-1", "").patchIs("p~without-2", "");
    CellJudge judge = campaign.judge();
    List.of(COW, MOVE).forEach(program -> campaign.decide(judge, program));
    campaign.events.clear();
  }

  private List<Necessity> run(PatchSet content) {
    List<Cell> cells = campaign.board.cells();
    return new NecessityTrials(campaign.run, campaign.board, campaign.judge())
        .run(campaign.kernelRun, new PatchDef("p", content, Map.of()), cells);
  }

  private static Necessity answer(int number, String subject, Answer answer, String reason) {
    return new Necessity("k", "p", number, subject, answer, reason);
  }

  @Test
  void aPatchWithoutWhichTheBugIsBackIsNeeded() throws IOException {
    campaign.shows("k/p~without-1 cow", ScriptedTrial::bug);
    List<Necessity> answers = run(FIRST.and(SECOND));
    assertThat(answers)
        .extracting(Necessity::answer)
        .containsExactly(Answer.NEEDED, Answer.NOT_NEEDED);
    assertThat(answers.get(0).subject()).isEqualTo("[PATCH 1/2] small: call g");
    assertThat(answers.get(0).reason()).startsWith("without it cow is NOT_FIXED: ");
    assertThat(answers.get(1))
        .isEqualTo(answer(2, "patch 2", Answer.NOT_NEEDED, "without it cow is FIXED"));
    assertThat(campaign.ran("k/p~without"))
        .as("guards mend nothing")
        .noneMatch(n -> n.contains("move"));
    assertThat(campaign.events)
        .as("no verdicts of the run")
        .hasOnlyElementsOfType(Event.TrialsPlanned.class);
    Path rest = campaign.run.kernel("k/p~without-1");
    try (var files = Files.walk(rest)) {
      assertThat(files.filter(Files::isRegularFile).toList())
          .singleElement()
          .satisfies(file -> assertThat(file).hasFileName("second.patch").content().contains("+b"));
    }
  }

  @Test
  void aRestThatDoesNotBuildTellsNothing() {
    campaign.kernel.patchFails("p~without-1", BuildOutcome.patchRejected(List.of("hunk 1 fails")));
    campaign.kernel.patchFails("p~without-2", BuildOutcome.noChange(List.of()));
    assertThat(run(FIRST.and(SECOND)))
        .containsExactly(
            answer(
                1,
                "[PATCH 1/2] small: call g",
                Answer.CANNOT_TELL,
                "the others do not stand without it: hunk 1 fails"),
            answer(
                2, "patch 2", Answer.NEEDED, "without it nothing is left that changes what runs"));
    assertThat(campaign.ran("k/p~without")).isEmpty();
  }

  @Test
  void aSinglePatchIsNotTakenApart() {
    assertThat(run(FIRST.allowing(PatchOptions.PICKED))).isEmpty();
    assertThat(campaign.ran("build p~")).isEmpty();
  }
}
