package dev.kverdict.campaign;

import static dev.kverdict.campaign.ScriptedCampaign.COW;
import static dev.kverdict.campaign.ScriptedCampaign.MOVE;
import static dev.kverdict.campaign.ScriptedCampaign.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.CaseParts;
import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.ClaimDef.Expectation;
import dev.kverdict.model.ClaimDef.Experiment;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.ScriptedTrial;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.ClaimResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTrialsTest {

  private static final ReproducerDef VARIANT =
      CaseParts.program("cow.C1.1", Map.of("STEP", "NONE"), COW.fails());

  @TempDir private Path folder;
  private ScriptedCampaign campaign;

  @BeforeEach
  void begin() {
    campaign = new ScriptedCampaign(folder, COW, STALE, MOVE);
  }

  private ClaimResult settle(Experiment... experiments) {
    ClaimDef claim = new ClaimDef("C1", "it is so", List.of(experiments));
    CampaignClaims claims =
        new CampaignClaims(
            ScriptedCampaign.matrix(List.of(claim), CaseParts.patch("p")),
            Selection.ALL,
            true,
            new KernelChoices(
                ScriptedCampaign.matrix(List.of(claim), CaseParts.patch("p")), KernelChoice.AUTO));
    return new ClaimTrials(
            claims,
            Map.of("k", campaign.kernelRun),
            ScriptedCampaign.options().plan(),
            campaign.lines(),
            campaign.board)
        .settle(claim);
  }

  private static Experiment variant(@Nullable String patch, Expectation expect) {
    return new Experiment("k", patch, COW, VARIANT, expect, null, null);
  }

  private static Experiment executed(Expectation expect) {
    return new Experiment("k", null, COW, VARIANT, expect, "f", "fs/small/small.c");
  }

  private static void is(ClaimResult result, ClaimResult.Outcome outcome, String... reasons) {
    assertThat(result).isEqualTo(new ClaimResult("C1", "it is so", outcome, List.of(reasons)));
  }

  @Test
  void aVariantGetsAsManyTrialsAsAFixWould() {
    is(
        settle(variant(null, Expectation.CRASH)),
        ClaimResult.Outcome.CONFIRMED,
        "cow STEP=NONE on the control: fails in 6 of 6 trials");
    is(
        settle(variant("p", Expectation.NO_CRASH)),
        ClaimResult.Outcome.CONFIRMED,
        "cow STEP=NONE on p: clean in 6 of 6 trials");
    assertThat(campaign.ran("k/p cow.C1.1")).hasSize(6).allMatch(name -> name.contains(" on m"));
  }

  @Test
  void oneExperimentThatRefutesAClaimIsEnough() {
    is(
        settle(variant(null, Expectation.CRASH), variant("p", Expectation.CRASH)),
        ClaimResult.Outcome.REFUTED,
        "cow STEP=NONE on the control: fails in 6 of 6 trials",
        "cow STEP=NONE on p: clean in 6 of 6 trials");
  }

  @Test
  void whereTheControlFailsAtTimesTheVariantBoots() {
    campaign.shows("k cow", ScriptedCampaign::everyOther);
    ClaimResult result = settle(variant("p", Expectation.NO_CRASH));
    assertThat(result.outcome()).isEqualTo(ClaimResult.Outcome.CONFIRMED);
    assertThat(campaign.ran("k/p cow.C1.1"))
        .hasSizeGreaterThan(6)
        .noneMatch(name -> name.contains(" on m"));
  }

  @Test
  void aReproducerThatNeverFailsShowsNothing() {
    campaign.shows("k cow", ScriptedTrial::clean);
    ClaimResult result = settle(variant("p", Expectation.NO_CRASH));
    assertThat(result.outcome()).isEqualTo(ClaimResult.Outcome.UNDECIDED);
    assertThat(result.reasons().get(0)).endsWith("too few to tell");
  }

  @Test
  void aKernelThatWasNotBuiltSettlesNothing() {
    campaign.kernel.patchFails("p", BuildOutcome.buildFailed(List.of("error")));
    ClaimResult result = settle(variant("p", Expectation.NO_CRASH));
    assertThat(result.outcome()).isEqualTo(ClaimResult.Outcome.UNDECIDED);
    assertThat(result.reasons().get(0)).endsWith("which says neither");
    campaign.kernel.controlFails(BuildOutcome.buildFailed(List.of("error")));
    is(
        settle(executed(Expectation.EXECUTED)),
        ClaimResult.Outcome.UNDECIDED,
        "cow STEP=NONE on the control: not measurable: the kernel was not built");
  }

  @Test
  void aFunctionWithoutCodeIsNotMeasurable() {
    is(
        settle(executed(Expectation.NOT_EXECUTED)),
        ClaimResult.Outcome.UNDECIDED,
        "cow STEP=NONE on the control: not measurable:"
            + " no code of f of fs/small/small.c in the line tables");
  }

  @Test
  void aPatchIsSufficientByItsVerdicts() {
    CellJudge judge = campaign.judge();
    List.of(COW, STALE, MOVE).forEach(program -> campaign.decide(judge, program));
    Experiment sufficient =
        new Experiment("k", "p", null, null, Expectation.SUFFICIENT, null, null);
    is(settle(sufficient), ClaimResult.Outcome.CONFIRMED, "p: all 3 verdicts pass");

    campaign = new ScriptedCampaign(folder.resolve("stale"), COW, STALE);
    campaign.shows("k/p stale", ScriptedTrial::bug);
    CellJudge other = campaign.judge();
    List.of(STALE, COW).forEach(program -> campaign.decide(other, program));
    ClaimResult result = settle(sufficient);
    assertThat(result.outcome()).isEqualTo(ClaimResult.Outcome.REFUTED);
    assertThat(result.reasons().get(0)).startsWith("stale on p: NOT_FIXED, ");
  }
}
