package dev.kverdict.campaign;

import static dev.kverdict.campaign.ScriptedCampaign.COW;
import static dev.kverdict.campaign.ScriptedCampaign.DELETED;
import static dev.kverdict.campaign.ScriptedCampaign.MOVE;
import static dev.kverdict.campaign.ScriptedCampaign.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.UserError;
import dev.kverdict.build.AppliedPatch;
import dev.kverdict.model.Cell;
import dev.kverdict.pool.ScriptedTrial;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.Event;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many patches, with scripts in place of compilers and machines. */
@Timeout(60)
class ScreenTest {

  private static final Supplier<Optional<String>> NEVER = Optional::empty;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ScriptedCampaign campaign;
  private Candidates candidates;

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  private void begin(String... patches) {
    campaign = new ScriptedCampaign(folder, List.of(patches), 1, COW, STALE, MOVE);
    candidates = new Candidates(campaign.board.cells(), campaign.events::add);
  }

  private Map<String, Candidate.Standing> conduct(Supplier<Optional<String>> ended) {
    new Screen(
            campaign.kernel.definition(),
            campaign.kernelRun,
            campaign.board,
            campaign.judge(CampaignOptions.Extra.SCREEN),
            candidates,
            1,
            threads,
            ended)
        .conduct(campaign.board.cells(), campaign.board.cells());
    Map<String, Candidate.Standing> all = new TreeMap<>();
    candidates.decided().forEach(one -> all.put(one.patch(), one.standing()));
    return all;
  }

  private static VerdictKind kind(Candidate.Standing standing) {
    return ((Candidate.Judged) standing).verdict();
  }

  private List<String> judged() {
    return campaign.board.judged().stream().map(Cell::toString).toList();
  }

  @Test
  void whatPassesIsJudgedInAllItsCellsAndItsFirstTrialsBoot() {
    begin("p");
    Candidate.Judged judged = (Candidate.Judged) conduct(NEVER).get("p");
    assertThat(judged.verdict()).isEqualTo(VerdictKind.FIXED);
    assertThat(judged.judged()).isEqualTo(3).isEqualTo(judged.cells());
    assertThat(campaign.ran("k/p cow"))
        .containsExactlyInAnyOrder(
            "k/p cow #1",
            "k/p cow #2 on m2",
            "k/p cow #3 on m3",
            "k/p cow #4 on m1",
            "k/p cow #5 on m2",
            "k/p cow #6 on m3");
    assertThat(candidates.passing()).isEqualTo(1);
    assertThat(campaign.events)
        .filteredOn(event -> event instanceof Event.CandidateDecided)
        .hasSize(1);
  }

  @Test
  void oneBootIsEnoughForAPatchThatFails() {
    begin("p");
    campaign.shows("k/p cow", ScriptedTrial::bug);
    assertThat(kind(conduct(NEVER).get("p"))).isEqualTo(VerdictKind.NOT_FIXED);
    assertThat(campaign.ran("k/p")).containsExactly("k/p cow #1");
    assertThat(judged()).containsExactly("k/p cow");
    assertThat(candidates.passing()).isZero();
  }

  @Test
  void theSecondReproducerRunsOnlyIfTheFirstIsClean() {
    begin("p");
    campaign.shows("k/p stale", ScriptedTrial::bug);
    assertThat(kind(conduct(NEVER).get("p"))).isEqualTo(VerdictKind.NOT_FIXED);
    assertThat(campaign.ran("k/p")).containsExactly("k/p cow #1", "k/p stale #1");
    assertThat(judged()).containsExactly("k/p stale");
  }

  @Test
  void theVerdictIsThatOfARunOfItsOwn() {
    for (Outcome.Kind outcome :
        List.of(
            Outcome.Kind.HUNG,
            Outcome.Kind.VM_DIED,
            Outcome.Kind.FAILED_OTHERWISE,
            Outcome.Kind.REFUSED,
            Outcome.Kind.CLEAN)) {
      begin("p");
      campaign.kernel.patchIs("p", DELETED);
      campaign.shows("k/p cow", id -> ScriptedTrial.of(id, outcome));
      Candidate.Standing standing = conduct(NEVER).get("p");
      ScriptedCampaign alone = new ScriptedCampaign(folder.resolve("alone"), COW, STALE, MOVE);
      alone.kernel.patchIs("p", DELETED);
      alone.shows("k/p cow", id -> ScriptedTrial.of(id, outcome));
      CellJudge judge = alone.judge();
      List.of(STALE, COW, MOVE).forEach(program -> alone.decide(judge, program));
      VerdictKind cow = alone.board.verdict(alone.cell(COW)).kind();
      assertThat(kind(standing)).as(outcome.toString()).isEqualTo(cow);
    }
  }

  @Test
  void whatDoesNotApplyComesFirstAndWhatIsTheSameIsJudgedOnce() {
    begin("a", "b", "c", "d");
    BuildOutcome rejected = BuildOutcome.patchRejected(List.of("hunk 1"));
    campaign.kernel.applies("a", new AppliedPatch(Optional.empty(), "one"));
    campaign.kernel.applies("b", new AppliedPatch(Optional.empty(), "two"));
    campaign.kernel.applies("c", new AppliedPatch(Optional.empty(), "one"));
    campaign.kernel.applies("d", new AppliedPatch(Optional.of(rejected), ""));
    campaign.kernel.patchFails("d", rejected);
    Map<String, Candidate.Standing> all = conduct(NEVER);
    assertThat(all.get("c")).isEqualTo(new Candidate.Duplicate("a", "once it is applied"));
    assertThat(kind(all.get("d"))).isEqualTo(VerdictKind.PATCH_REJECTED);
    assertThat(kind(all.get("b"))).isEqualTo(VerdictKind.FIXED);
    List<String> built = campaign.ran("build").stream().distinct().toList();
    assertThat(built).containsExactly("build d", "build a", "build b");
    List<String> order = campaign.kernel.ran();
    assertThat(order.lastIndexOf("apply d")).isLessThan(order.indexOf("build d"));
    assertThat(judged()).noneMatch(cell -> cell.startsWith("k/c"));
  }

  @Test
  void itsMachinesAreGivenBackAsSoonAsAPatchIsDecided() {
    begin("a", "b", "c");
    campaign.shows("k/a stale", ScriptedTrial::bug);
    campaign.kernel.patchFails("c", BuildOutcome.buildFailed(List.of("small.c:1: error")));
    conduct(NEVER);
    List<String> order = campaign.kernel.ran();
    for (String patch : List.of("a", "b")) {
      int first = order.indexOf("release k/" + patch + " cow");
      assertThat(first).as(patch).isPositive();
      assertThat(order.subList(first, order.size())).noneMatch(ran -> ran.startsWith("k/" + patch));
    }
    assertThat(campaign.ran("release k/a"))
        .containsExactlyInAnyOrder("release k/a cow", "release k/a stale");
    assertThat(campaign.ran("release k/b")).hasSize(3);
    assertThat(campaign.ran("release")).as("nothing of the control").hasSize(5);
  }

  @Test
  void aPatchThatDoesNotBuildHasNoTrials() {
    begin("p");
    campaign.kernel.patchFails("p", BuildOutcome.buildFailed(List.of("small.c:1: error")));
    assertThat(kind(conduct(NEVER).get("p"))).isEqualTo(VerdictKind.BUILD_FAILED);
    assertThat(campaign.ran("k/p")).isEmpty();
  }

  @Test
  void aDamagedPatchIsNoVerdictAndTheOthersAreJudged() {
    begin("bad", "p");
    campaign.kernel.patchThrows(
        "bad", new UserError("bad", "has blanks for tabs", "save it again"));
    Map<String, Candidate.Standing> all = conduct(NEVER);
    assertThat(all.get("bad"))
        .isEqualTo(new Candidate.Unreadable("bad: has blanks for tabs; save it again"));
    assertThat(kind(all.get("p"))).isEqualTo(VerdictKind.FIXED);
  }

  @Test
  void nothingBeginsAfterTheEnd() {
    begin("a", "b", "c", "d", "e");
    Map<String, Candidate.Standing> all =
        conduct(() -> candidates.passing() > 0 ? Optional.of("enough") : Optional.empty());
    assertThat(all).hasSize(5);
    assertThat(all.get("e")).isEqualTo(new Candidate.NotReached("enough"));
    assertThat(campaign.ran("build e")).isEmpty();
    assertThat(candidates.passing()).isPositive();
  }

  @Test
  void aVerdictThatIsRevisedIsToldAgain() {
    begin("p");
    conduct(NEVER);
    Verdict passed = campaign.board.verdict(campaign.cell(COW));
    Verdict doubtful =
        new Verdict(
            passed.kernel(),
            passed.patch(),
            passed.repro(),
            passed.guard(),
            VerdictKind.INCONCLUSIVE,
            passed.title(),
            passed.control(),
            passed.patched(),
            passed.pValue(),
            passed.reached(),
            passed.findings(),
            passed.reasons());
    List<JudgedVerdict> same = campaign.board.judged().stream().map(campaign.board::await).toList();
    int told = campaign.events.size();
    candidates.revise(same);
    assertThat(campaign.events).hasSize(told);
    candidates.revise(List.of(new JudgedVerdict(doubtful, null), same.get(1), same.get(2)));
    assertThat(campaign.events).hasSize(told + 1);
    assertThat(candidates.decided()).hasSize(1);
    assertThat(kind(candidates.decided().get(0).standing())).isEqualTo(VerdictKind.INCONCLUSIVE);
  }

  @Test
  void aControlThatNeverFailsIsNoReasonToBootPatches() {
    begin("p");
    campaign.shows("k cow", ScriptedTrial::clean);
    conduct(NEVER);
    assertThat(campaign.ran("k/p cow")).noneMatch(name -> name.equals("k/p cow #1"));
  }
}
