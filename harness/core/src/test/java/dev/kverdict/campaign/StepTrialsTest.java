package dev.kverdict.campaign;

import static dev.kverdict.campaign.ScriptedCampaign.COW;
import static dev.kverdict.campaign.ScriptedCampaign.MOVE;
import static dev.kverdict.campaign.ScriptedCampaign.STALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.pool.ScriptedTrial;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.SeriesStep.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepTrialsTest {

  private static final PatchSet SERIES = patch(1).and(patch(2)).and(patch(3));

  @TempDir private Path folder;
  private ScriptedCampaign campaign;

  private static PatchSet patch(int number) {
    return PatchSet.of(
        number + ".patch",
        """
        From: A <a@example.org>
        Subject: [PATCH %d/3] small: edit %d

        --- a/fs/small/%d.c
        +++ b/fs/small/%d.c
        @@ -1 +1 @@
        -f();
        +g();
        """
            .formatted(number, number, number, number));
  }

  private void begin(ReproducerDef... programs) {
    campaign = new ScriptedCampaign(folder, programs);
    campaign.kernel.patchIs("p~first-1", "").patchIs("p~first-2", "");
  }

  private List<SeriesStep> run(PatchSet content, ReproducerDef... programs) {
    CellJudge judge = campaign.judge();
    List.of(programs).forEach(program -> campaign.decide(judge, program));
    campaign.events.clear();
    return new StepTrials(campaign.run, campaign.board, campaign.judge())
        .run(campaign.kernelRun, new PatchDef("p", content, Map.of()), campaign.board.cells());
  }

  @Test
  void aPatchThatChangesNothingIsNoFaultAndTheOneThatFixesIsNamed() throws IOException {
    begin(COW, MOVE);
    campaign.shows("k/p~first-1 cow", ScriptedTrial::bug);
    List<SeriesStep> steps = run(SERIES, COW, MOVE);
    assertThat(steps)
        .extracting(SeriesStep::effect)
        .containsExactly(Effect.NO_CHANGE, Effect.FIXES, Effect.NO_CHANGE);
    assertThat(steps.get(0).line())
        .isEqualTo(
            "patch 1 of 3 (small: edit 1): changes no verdict: as before, cow is NOT_FIXED,"
                + " move is FIXED");
    assertThat(steps.get(1).reason()).isEqualTo("cow is FIXED");
    assertThat(campaign.events)
        .as("no verdicts of the run")
        .hasOnlyElementsOfType(Event.TrialsPlanned.class);
    Path parts = campaign.run.kernel("k/p~first-2");
    try (var files = Files.walk(parts)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("1.patch", "2.patch");
    }
  }

  @Test
  void thePatchWithWhichTheBugIsBackBreaksTheSeries() {
    begin(COW, STALE, MOVE);
    campaign.shows("k/p~first-1 cow", ScriptedTrial::bug);
    campaign.shows("k/p~first-1 stale", ScriptedTrial::bug);
    campaign.shows("k/p stale", ScriptedTrial::bug);
    List<SeriesStep> steps = run(SERIES, COW, STALE, MOVE);
    assertThat(steps)
        .extracting(SeriesStep::effect)
        .containsExactly(Effect.NO_CHANGE, Effect.FIXES, Effect.BREAKS);
    assertThat(steps.get(2).reason())
        .startsWith("stale was FIXED before it, and is NOT_FIXED with it: ");
  }

  @Test
  void aPatchThatDoesNotBuildBreaksTheSeriesThoughALaterOneRepairsIt() {
    begin(COW);
    campaign.kernel.patchFails("p~first-1", BuildOutcome.buildFailed(List.of("small.c:1: g")));
    campaign.kernel.patchFails("p~first-2", BuildOutcome.noChange(List.of()));
    assertThat(run(SERIES, COW))
        .extracting(SeriesStep::effect, SeriesStep::reason)
        .containsExactly(
            tuple(Effect.BREAKS, "with it the kernel does not build: small.c:1: g"),
            tuple(Effect.NO_CHANGE, "as before, cow is NOT_FIXED"),
            tuple(Effect.FIXES, "cow is FIXED"));
    assertThat(campaign.ran("k/p~first")).isEmpty();
  }

  @Test
  void aSinglePatchHasNoSteps() {
    begin(COW);
    assertThat(run(patch(1).allowing(PatchOptions.PICKED), COW)).isEmpty();
    assertThat(campaign.ran("build p~")).isEmpty();
  }
}
