package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.record.Necessity;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verdict rests on besides crashes and checks: lines that ran, findings, statements. */
@Tag("vm")
class ProvenVerdictsVmTest {

  private static final String KERNEL = "debian-6.1";
  private static final String CRASH = "cow-bug-on";

  @TempDir Path runs;

  @Test
  void lineInABranchThatIsNotTaken() {
    Verdict verdict = verdict("never-taken", "size-matters");
    assertThat(verdict.kind()).isEqualTo(VerdictKind.UNREACHED);
    assertThat(verdict.reached().places()).extracting(Reached.Place::patched).containsExactly(0L);
  }

  @Test
  void deletionAsTheFix() {
    Verdict verdict = verdict("only-deletes", CRASH);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(verdict.reached().answer()).isEqualTo(Reached.Answer.YES);
    assertThat(verdict.reached().places().get(0).note())
        .contains("ocfs2_get_clusters entered: yes");
  }

  @Test
  void lineInTheMountPath() {
    Verdict verdict = verdict("mount-path", CRASH);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(verdict.reached().places())
        .filteredOn(place -> place.label().startsWith("fs/ocfs2/super.c"))
        .allSatisfy(place -> assertThat(place.patched()).isPositive())
        .hasSize(1);
  }

  @Test
  void assertionDeleted() {
    RunResult result =
        KnownCases.run(
            runs,
            new Selection(KERNEL + "/deletes-bug-on", null, CRASH),
            5,
            CampaignOptions.Extra.TRIPWIRE);
    Verdict verdict = result.verdicts().get(0).verdict();
    assertThat(verdict.kind()).isEqualTo(VerdictKind.SUSPECT_MASKING);
    assertThat(verdict.reasons().get(0))
        .contains("edits the statement that fired")
        .contains("BUG_ON");
    assertThat(verdict.reasons())
        .anySatisfy(reason -> assertThat(reason).contains("tripwire").contains("in 5 of 5 trials"));
  }

  @Tag("long")
  @Test
  void anotherAssertionOfTheSameFunction() {
    Verdict verdict = verdict("another-bug-on", CRASH);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.DIFFERENT_CRASH);
    assertThat(verdict.title()).isEqualTo("kernel BUG in ocfs2_refcount_cal_cow_clusters");
    assertThat(verdict.reasons().get(0)).contains("another statement");
  }

  @Test
  void statementThatTheCompilerPutIntoAnotherFunction() throws IOException {
    RunResult result = KnownCases.run(runs, new Selection(KERNEL + "/inlines", null, CRASH), 2);
    Verdict verdict = result.verdicts().get(0).verdict();
    assertThat(verdict.kind()).isEqualTo(VerdictKind.NOT_FIXED);
    assertThat(verdict.patched().failures()).isEqualTo(2);
    assertThat(crashes(KERNEL))
        .startsWith("kernel BUG in ocfs2_refcount_cal_cow_clusters at fs/ocfs2/refcounttree.c:2712")
        .contains("    BUG_ON(!(rec->e_flags & OCFS2_EXT_REFCOUNTED));\n");
    assertThat(crashes(KERNEL + "+inlines"))
        .startsWith("kernel BUG in ocfs2_refcount_cow_hunk at fs/ocfs2/refcounttree.c:2713")
        .contains("    BUG_ON(!(rec->e_flags & OCFS2_EXT_REFCOUNTED));\n")
        .containsSubsequence(
            " ocfs2_refcount_cal_cow_clusters fs/ocfs2/refcounttree.c:2713 [inline]\n",
            " ocfs2_refcount_cow_hunk+0x",
            " ocfs2_refcount_cow+0x",
            " ocfs2_file_write_iter+0x");
  }

  /** What the first trial of the crash keeps for people. */
  private String crashes(String kernel) throws IOException {
    try (Stream<Path> all = Files.list(runs)) {
      Path run = all.findFirst().orElseThrow();
      return Files.readString(
          run.resolve("trials").resolve(kernel).resolve(CRASH).resolve("1/crashes.txt"));
    }
  }

  @Test
  void findingWhereTheControlPassedWithoutOne() {
    Verdict verdict = verdict("warns-early", CRASH);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.NEW_FINDING);
    assertThat(verdict.title()).isEqualTo("WARNING in ocfs2_file_open");
    assertThat(verdict.reasons().get(0)).contains("kernel warning at open");
  }

  @Test
  void seriesOfWhichOnePatchIsInert() {
    RunResult result =
        KnownCases.run(
            runs,
            new Selection(KERNEL + "/series", null, CRASH),
            5,
            CampaignOptions.Extra.NECESSITY);
    assertThat(result.verdicts().get(0).verdict().kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(result.necessities())
        .extracting(Necessity::answer)
        .containsExactly(Necessity.Answer.NOT_NEEDED, Necessity.Answer.NEEDED);
    assertThat(result.necessities().get(1).subject()).contains("drop cached extents");
  }

  @Test
  void programThatSaysAllWentWellAndDidNothing() {
    Verdict verdict = verdict("right", "exits-at-once");
    assertThat(verdict.kind()).isEqualTo(VerdictKind.CASE_ERROR);
    assertThat(verdict.title()).isEqualTo("open");
  }

  @Test
  void flakyFailureIsFoundAndStaysWithAPatchThatDoesNothing() {
    Verdict verdict = KnownCases.verdict(runs, KERNEL, "fixes-nothing", "flaky", null);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.NOT_FIXED);
    assertThat(verdict.control().failures()).isBetween(1, verdict.control().trials() - 1);
  }

  @Tag("long")
  @Test
  void flakyFailureGoesWithTheRightPatch() {
    Verdict verdict = KnownCases.verdict(runs, KERNEL, "right", "flaky", null);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(verdict.patched().clean()).isGreaterThan(20);
    assertThat(verdict.pValue()).isLessThan(0.05);
  }

  /** On a kernel without a console nobody would see a crash. */
  @Tag("long")
  @Test
  void detectorsThatCannotBeTrusted() {
    Matrix deaf = MatrixReader.read(Path.of("src/test/e2e/deaf.yaml"));
    CampaignOptions options = CampaignOptions.of(deaf).withTrials(1).writingTo(runs);
    try (Campaign campaign = Campaign.start(deaf, options, Environment.ofSystem(), event -> {})) {
      Verdict verdict = campaign.finish().verdicts().get(0).verdict();
      assertThat(verdict.kind()).isEqualTo(VerdictKind.INFRA_ERROR);
      assertThat(verdict.reasons().get(0))
          .startsWith("the detectors are not to be trusted on this kernel: canary ");
    }
  }

  private Verdict verdict(String patch, String repro) {
    return KnownCases.verdict(runs, KERNEL, patch, repro, 5);
  }
}
