package dev.kverdict.campaign;

import static dev.kverdict.campaign.ScriptedCampaign.COW;
import static dev.kverdict.campaign.ScriptedCampaign.DELETED;
import static dev.kverdict.campaign.ScriptedCampaign.MOVE;
import static dev.kverdict.campaign.ScriptedCampaign.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Cell;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.patch.Spare;
import dev.kverdict.pool.ScriptedTrial;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.record.Finding;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.store.Digests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellJudgeTest {

  private static final Finding WARNING =
      new Finding(Finding.Kind.KERNEL_WARNING, "a warning", "open", 1, "it warned");

  @TempDir private Path folder;
  private ScriptedCampaign campaign;

  @BeforeEach
  void begin() {
    campaign = new ScriptedCampaign(folder, COW, STALE, MOVE);
  }

  private Verdict verdict(ReproducerDef program, CampaignOptions.Extra... extras) {
    return campaign.judge(extras).judge(campaign.cell(program), campaign.kernelRun).verdict();
  }

  @Test
  void aFixIsJudgedAndTold() {
    Verdict verdict = verdict(COW);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(verdict.control().failures()).isEqualTo(5);
    assertThat(verdict.patched().clean()).isEqualTo(6);
    assertThat(campaign.events)
        .filteredOn(event -> !(event instanceof Event.TrialsPlanned))
        .containsExactly(
            new Event.CellDecided("k", "p", "cow", VerdictKind.FIXED, verdict.reasons().get(0), 1));
  }

  @Test
  void anExpectationMeetsTheVerdictOnlyAfterIt() {
    PatchDef wrong = new PatchDef("p", PatchSet.NONE, Map.of("cow", "NOT_FIXED"));
    Cell cell = new Cell(campaign.kernel.definition(), wrong, COW);
    JudgedVerdict judged = campaign.judge().judge(cell, campaign.kernelRun);
    assertThat(judged.expected()).isEqualTo(VerdictKind.NOT_FIXED);
    assertThat(judged.verdict().kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(judged.asExpected()).isFalse();
    JudgedVerdict free =
        campaign.judge(CampaignOptions.Extra.NO_EXPECT).judge(cell, campaign.kernelRun);
    assertThat(free.expected()).isNull();
    assertThat(free.asExpected()).isTrue();
  }

  @Test
  void aControlAloneIsJudgedAsOne() {
    Cell control = new Cell(campaign.kernel.definition(), null, COW);
    JudgedVerdict judged = campaign.judge().judge(control, campaign.kernelRun);
    assertThat(judged.verdict().patch()).isEqualTo(Verdict.CONTROL);
    assertThat(judged.verdict().kind()).isEqualTo(VerdictKind.REPRODUCED);
    assertThat(judged.expected()).isNull();
  }

  @Test
  void withoutDetectorsOrABuildThereIsNoPass() {
    campaign.kernel.patchFails("p", BuildOutcome.buildFailed(List.of("small.c:1: error")));
    assertThat(verdict(COW).kind()).isEqualTo(VerdictKind.BUILD_FAILED);
    campaign.shows("k canary+crash", ScriptedTrial::clean);
    ScriptedCampaign blind =
        new ScriptedCampaign(folder.resolve("blind"), COW)
            .shows("k canary+crash", ScriptedTrial::clean);
    assertThat(blind.judge().judge(blind.cell(COW), blind.kernelRun).verdict().kind())
        .isEqualTo(VerdictKind.INFRA_ERROR);
  }

  @Test
  void aPatchThatDeletesTheAssertionIsSuspectUntilTheDataIsRight() {
    campaign.kernel.patchIs("p", DELETED);
    campaign.shows("k/p stale", ScriptedTrial::bug);
    CellJudge judge = campaign.judge();
    campaign.decide(judge, STALE);
    campaign.decide(judge, COW);
    assertThat(campaign.board.verdict(campaign.cell(STALE)).kind())
        .isEqualTo(VerdictKind.NOT_FIXED);
    assertThat(campaign.board.verdict(campaign.cell(COW)).kind())
        .isEqualTo(VerdictKind.SUSPECT_MASKING);

    ScriptedCampaign right = new ScriptedCampaign(folder.resolve("right"), COW, STALE);
    right.kernel.patchIs("p", DELETED);
    CellJudge other = right.judge();
    right.decide(other, STALE);
    right.decide(other, COW);
    assertThat(right.board.verdict(right.cell(COW)).kind()).isEqualTo(VerdictKind.FIXED);
  }

  @Test
  void aTripwireIsBuiltOnlyIfAskedFor() {
    campaign = new ScriptedCampaign(folder.resolve("one"), COW);
    campaign.kernel.patchIs("p", DELETED).patchIs("p~tripwire", "");
    assertThat(verdict(COW).reasons()).noneMatch(reason -> reason.contains("tripwire"));
    assertThat(campaign.ran("build p~tripwire")).isEmpty();
    assertThat(verdict(COW, CampaignOptions.Extra.TRIPWIRE).reasons())
        .anyMatch(reason -> reason.contains("tripwire: the condition of"));
  }

  @Test
  void remembersWhichSnapshotsAVerdictRestsOn() {
    CellJudge judge = campaign.judge();
    Cell cell = campaign.cell(COW);
    assertThat(judge.usedAny(cell, Set.of("m1"))).as("not judged yet").isFalse();
    judge.judge(cell, campaign.kernelRun);
    assertThat(judge.usedAny(cell, Set.of("m1"))).isTrue();
    assertThat(judge.usedAny(cell, Set.of("another"))).isFalse();
    assertThat(judge.usedAny(campaign.cell(MOVE), Set.of("m1"))).isFalse();
  }

  @Test
  void trialsAloneAreJudgedWithoutAWord() {
    campaign.kernel.patchIs("p", DELETED);
    Verdict verdict = campaign.judge().judgeTrials(campaign.cell(COW), campaign.kernelRun);
    assertThat(verdict.kind()).as("nobody is suspected").isEqualTo(VerdictKind.FIXED);
    assertThat(verdict.reached()).isEqualTo(Reached.NOT_MEASURED);
    assertThat(campaign.events).hasOnlyElementsOfType(Event.TrialsPlanned.class);
  }

  @Test
  void whatAnotherProgramShowsOnTheControlIsNotNew() {
    campaign.shows("k/p cow", id -> ScriptedTrial.clean(id).finding(WARNING));
    assertThat(verdict(COW).kind()).isEqualTo(VerdictKind.NEW_FINDING);

    campaign = new ScriptedCampaign(folder.resolve("known"), COW, MOVE);
    campaign.shows("k/p cow", id -> ScriptedTrial.clean(id).finding(WARNING));
    campaign.shows("k move", id -> ScriptedTrial.clean(id).finding(WARNING));
    assertThat(verdict(COW).kind()).isEqualTo(VerdictKind.FIXED);

    campaign = new ScriptedCampaign(folder.resolve("alone"), COW);
    campaign.shows("k/p cow", id -> ScriptedTrial.clean(id).finding(WARNING));
    campaign.shows("k move", id -> ScriptedTrial.clean(id).finding(WARNING));
    assertThat(verdict(COW).kind()).as("no program of this run").isEqualTo(VerdictKind.NEW_FINDING);
  }

  // ---- had the control lived ----

  private static final Finding LATE =
      new Finding(Finding.Kind.FSCK, "a lost cluster", Finding.SETTLE, Finding.AT_SETTLE, "lost");

  /** Everything with the patch shows something at the end, where the control is dead. */
  private void onlyThePatchedKernelLives() {
    campaign = new ScriptedCampaign(folder.resolve("late"), COW);
    campaign.shows("k/p cow", id -> ScriptedTrial.clean(id).finding(LATE));
    campaign.kernel.controlIs(
        "",
        into -> {
          Path file = into.resolve("source/fs/small/small.c");
          Files.createDirectories(file.getParent());
          Files.writeString(file, "void f(int x)\n{\n\tBUG_ON(x > 1);\n\tg(x);\n}\n");
        });
  }

  private String spared() {
    return campaign.ran("build control~spared").get(0).substring("build ".length());
  }

  @Test
  void whatTheImageShowsWithoutTheProgramIsNotNew() {
    onlyThePatchedKernelLives();
    campaign.shows("k baseline+disk", id -> ScriptedTrial.clean(id).finding(LATE));
    Verdict verdict = verdict(COW);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(verdict.reasons())
        .contains(
            "what only the patched kernel lived to show is not new:"
                + " the control ran 3 trials without the program");
    assertThat(campaign.ran("build control~spared")).as("not needed").isEmpty();
    assertThat(campaign.ran("k baseline+disk")).hasSize(3).noneMatch(ran -> ran.contains(" on "));
  }

  @Test
  void whatAControlWithoutItsAssertionShowsIsNotNew() {
    onlyThePatchedKernelLives();
    String name = "control~spared-" + digest();
    campaign.kernel.patchIs(name, "");
    campaign.shows("k/" + name + " cow", id -> ScriptedTrial.clean(id).finding(LATE));
    Verdict verdict = verdict(COW);
    assertThat(verdict.kind()).as(verdict.reasons().toString()).isEqualTo(VerdictKind.FIXED);
    assertThat(spared()).isEqualTo(name);
    assertThat(campaign.ran("k/" + name)).hasSize(3).noneMatch(ran -> ran.contains(" on "));
  }

  @Test
  void whatASparedControlDoesNotShowIsNew() {
    onlyThePatchedKernelLives();
    campaign.kernel.patchIs("control~spared-" + digest(), "");
    Verdict verdict = verdict(COW);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.NEW_FINDING);
    assertThat(verdict.reasons().get(0))
        .endsWith("the control ran 3 trials without the assertion at fs/small/small.c:3");
  }

  @Test
  void whereNothingTellsItStaysUnmaskedAndSaysWhy() {
    onlyThePatchedKernelLives();
    String name = "control~spared-" + digest();
    campaign.kernel.patchIs(name, "");
    campaign.shows("k/" + name + " cow", id -> ScriptedTrial.of(id, Outcome.Kind.HUNG));
    Verdict verdict = verdict(COW);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.UNMASKED);
    assertThat(verdict.reasons().get(0))
        .endsWith(
            "cannot tell: the control ran 3 trials without the assertion at fs/small/small.c:3,"
                + " which showed 3 x HUNG (a trial that is HUNG)");
    campaign.kernel.patchFails(name, BuildOutcome.buildFailed(List.of("error")));
    assertThat(verdict(COW).reasons().get(0))
        .endsWith("does not build without the assertion at fs/small/small.c:3");
    campaign.kernel.controlIs("");
    assertThat(verdict(COW).reasons().get(0))
        .endsWith("what fired at fs/small/small.c:3 is no bare assertion");
  }

  /** The digest of the patch that takes the assertion out. */
  private static String digest() {
    Spare spare =
        Spare.at(
                "fs/small/small.c",
                List.of("void f(int x)", "{", "\tBUG_ON(x > 1);", "\tg(x);", "}"),
                3)
            .orElseThrow();
    return Digests.ofText(PatchSet.of("spared.patch", spare.diff()).digest()).substring(0, 8);
  }
}
