package dev.kverdict.campaign;

import static dev.kverdict.campaign.ScriptedCampaign.COW;
import static dev.kverdict.campaign.ScriptedCampaign.DELETED;
import static dev.kverdict.campaign.ScriptedCampaign.MOVE;
import static dev.kverdict.campaign.ScriptedCampaign.SITE;
import static dev.kverdict.campaign.ScriptedCampaign.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.CaseParts;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.patch.Fit;
import dev.kverdict.pool.ScriptedTrial;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.TrialId;
import dev.kverdict.verdict.CellOutcomes;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelRunTest {

  private static final PatchDef PATCH = CaseParts.patch("p");
  private static final BuildOutcome BROKEN = BuildOutcome.buildFailed(List.of("small.c:1: error"));

  @TempDir private Path folder;
  private ScriptedCampaign campaign;
  private KernelRun run;

  @BeforeEach
  void begin() {
    campaign = new ScriptedCampaign(folder, COW);
    run = campaign.kernelRun;
  }

  private CellOutcomes cell(@Nullable PatchDef patch, ReproducerDef program) {
    return run.cellTrials(patch, program, List::of);
  }

  @Test
  void aControlRunsOnceHoweverManyPatchesItIsComparedWith() {
    List<Outcome> outcomes = run.controlTrials(COW).join();
    assertThat(outcomes).hasSize(5).allMatch(o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED);
    assertThat(run.controlTrials(COW).join()).isSameAs(outcomes);
    run.forgetControl(COW);
    assertThat(run.controlTrials(COW).join()).isEqualTo(outcomes).isNotSameAs(outcomes);
    assertThat(campaign.ran("k cow")).as("looked at again, not run again").hasSize(5);
  }

  @Test
  void aControlThatWasNotBuiltHasNoTrials() {
    campaign.kernel.controlFails(BROKEN);
    assertThat(run.controlTrials(COW).join()).isEmpty();
    assertThat(run.selfTest().join()).as("another verdict's matter").isEmpty();
    assertThat(run.side(null, COW)).isEmpty();
    assertThat(run.built(PATCH).outcome()).isEqualTo(BROKEN);
    assertThat(cell(PATCH, COW)).isEqualTo(new CellOutcomes(List.of(), List.of()));
    assertThat(campaign.kernel.ran()).isEmpty();
  }

  @Test
  void namesItsKernelAndWhatItRunsOn() {
    assertThat(run.name()).isEqualTo("k");
    assertThat(run.accelerator()).contains(Accelerator.TCG);
  }

  @Test
  void theDetectorsAreTriedOnceInMachinesThatNobodyInspects() {
    assertThat(run.selfTest().join()).isEmpty();
    assertThat(run.selfTest()).isSameAs(run.selfTest());
    assertThat(campaign.ran("unattended k canary+")).hasSize(5);
    assertThat(campaign.ran("k canary+"))
        .as("they boot")
        .containsExactlyInAnyOrder(
            "k canary+clean #1",
            "k canary+crash #1",
            "k canary+reset #1",
            "k canary+hang #1",
            "k canary+silence #1");
  }

  @Test
  void aDetectorThatMissesItsCanaryIsNamed() {
    campaign.shows("k canary+hang", ScriptedTrial::clean);
    assertThat(run.selfTest().join().orElseThrow()).contains("canary hang has to be found HUNG");
  }

  @Test
  void theFirstTrialOfEachSideComesFirst() {
    CellOutcomes outcomes = cell(PATCH, COW);
    assertThat(outcomes.control()).hasSize(5);
    assertThat(outcomes.patched()).hasSize(6).allMatch(o -> o.kind() == Outcome.Kind.CLEAN);
    assertThat(campaign.kernel.ran())
        .filteredOn(name -> name.contains("cow #"))
        .startsWith("k cow #1 on m1", "k/p cow #1 on m1", "k cow #2 on m2");
  }

  @Test
  void aControlAloneHasNoOtherSide() {
    assertThat(cell(null, COW).patched()).isEmpty();
    campaign.kernel.patchFails("p", BROKEN);
    assertThat(cell(PATCH, COW).patched()).isEmpty();
    assertThat(cell(PATCH, COW).control()).hasSize(5);
    assertThat(campaign.ran("k/p")).isEmpty();
  }

  @Test
  void aCrashAtAnotherStatementIsAnotherBug() {
    campaign.kernel.patchIs("p", DELETED);
    campaign.shows("k/p cow", id -> ScriptedTrial.bug(id).at("fs/small/small.c:3"));
    assertThat(cell(PATCH, COW).patched())
        .isNotEmpty()
        .allMatch(o -> o.kind() == Outcome.Kind.FAILED_OTHERWISE);
  }

  @Test
  void whatTheControlShowsIsCollectedFromAllPrograms() {
    Finding warning = new Finding(Finding.Kind.KERNEL_WARNING, "a warning", "move", 2, "it warned");
    campaign.shows("k move", id -> ScriptedTrial.clean(id).finding(warning));
    assertThat(run.controlFindings(List.of(COW, MOVE))).hasSize(5).containsOnly(warning);
    assertThat(run.controlFindings(List.of(COW))).isEmpty();
  }

  @Test
  void linesAreCountedWhereThatSaysSomething() {
    campaign.kernel.patchIs("p", DELETED);
    CellOutcomes fixed = cell(PATCH, COW);
    CellOutcomes neverFailed = new CellOutcomes(fixed.patched(), fixed.patched());
    assertThat(run.reached(PATCH, COW, fixed).answer())
        .as("asked, but there is no debug information")
        .isEqualTo(Reached.Answer.NOT_MEASURABLE);
    assertThat(run.reached(PATCH, COW, neverFailed)).isEqualTo(Reached.NOT_MEASURED);
    assertThat(run.reached(PATCH, MOVE, fixed)).isEqualTo(Reached.NOT_MEASURED);
    assertThat(run.reached(null, COW, fixed)).isEqualTo(Reached.NOT_MEASURED);
    campaign.kernel.patchFails("p", BROKEN);
    assertThat(run.reached(PATCH, COW, fixed)).isEqualTo(Reached.NOT_MEASURED);
  }

  @Test
  void ofAPatchThatSomebodyElseAppliedItIsSaidThatItsLinesAreUnknown() {
    campaign.kernel.patchIs(
        "p", "", into -> KernelArtefact.writeNotes(into, Fit.PREBUILT, List.of()));
    Reached reached = run.reached(PATCH, COW, cell(PATCH, COW));
    assertThat(reached.answer()).isEqualTo(Reached.Answer.NOT_MEASURED);
    assertThat(reached.how()).contains("was not built here");
  }

  @Test
  void aTripwireIsBuiltForAPatchThatLooksLikeAFix() {
    campaign.kernel.patchIs("p", DELETED).patchIs("p~tripwire", "");
    CellOutcomes fixed = cell(PATCH, COW);
    assertThat(run.tripwire(null, COW, fixed)).isEmpty();
    assertThat(run.tripwire(PATCH, MOVE, fixed)).isEmpty();
    assertThat(run.tripwire(PATCH, COW, new CellOutcomes(fixed.patched(), fixed.patched())))
        .isEmpty();
    assertThat(run.tripwire(PATCH, COW, new CellOutcomes(fixed.control(), fixed.control())))
        .isEmpty();
    assertThat(campaign.ran("build p~")).isEmpty();
    assertThat(run.tripwire(PATCH, COW, fixed).orElseThrow())
        .isEqualTo("tripwire: the condition of " + SITE + " did not hold in any of 6 trials");
  }

  @Test
  void onlyAProgramThatFailsByAReportMakesAPatchSuspicious() {
    campaign.kernel.patchIs("p", DELETED);
    Outcome bug =
        ScriptedTrial.bug(new TrialId("k", null, "cow", TrialId.PLAIN, 1))
            .at(SITE)
            .on(null)
            .outcome();
    assertThat(run.suspicions(PATCH, COW, List.of(bug)))
        .first()
        .asString()
        .startsWith("the patch edits the statement that fired, " + SITE);
    assertThat(run.suspicions(PATCH, STALE, List.of(bug))).isEmpty();
    assertThat(run.suspicions(PATCH, MOVE, List.of(bug))).isEmpty();
    assertThat(run.suspicions(null, COW, List.of(bug))).isEmpty();
    campaign.kernel.patchFails("p", BROKEN);
    assertThat(run.suspicions(PATCH, COW, List.of(bug))).isEmpty();
    assertThat(run.side(PATCH, COW)).isEqualTo(Optional.empty());
  }
}
