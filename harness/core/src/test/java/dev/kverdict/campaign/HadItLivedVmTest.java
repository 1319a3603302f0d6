package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.record.Finding;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings at places that the control dies too early to reach. */
@Tag("vm")
class HadItLivedVmTest {

  private static final Matrix MATRIX = MatrixReader.read(Path.of("src/test/e2e/lived.yaml"));

  @TempDir Path runs;

  private Verdict verdict(String kernel, String patch) {
    CampaignOptions options =
        CampaignOptions.of(MATRIX)
            .selecting(new Selection(kernel + "/" + patch, null, null))
            .writingTo(runs);
    try (Campaign campaign = Campaign.start(MATRIX, options, Environment.ofSystem(), event -> {})) {
      return campaign.finish().verdicts().get(0).verdict();
    }
  }

  private static void warns(Verdict verdict, JudgedFinding.Status status) {
    assertThat(verdict.findings())
        .filteredOn(found -> found.finding().kind() == Finding.Kind.KERNEL_WARNING)
        .extracting(JudgedFinding::status)
        .containsExactly(status);
  }

  @Tag("long")
  @Test
  void whatUmountShowsWithoutTheProgramIsOld() {
    Verdict verdict = verdict("warns-at-umount", "right");
    assertThat(verdict.kind()).as(verdict.reasons().toString()).isEqualTo(VerdictKind.FIXED);
    warns(verdict, JudgedFinding.Status.PRE_EXISTING);
    assertThat(verdict.reasons())
        .contains(
            "what only the patched kernel lived to show is not new:"
                + " the control ran 3 trials without the program");
  }

  @Test
  void whatTheControlShowsWithoutItsAssertionIsOld() {
    Verdict verdict = verdict("warns-after-write", "right");
    assertThat(verdict.kind()).as(verdict.reasons().toString()).isEqualTo(VerdictKind.FIXED);
    warns(verdict, JudgedFinding.Status.PRE_EXISTING);
    assertThat(String.join("\n", verdict.reasons()))
        .contains("the control ran 3 trials without the assertion")
        .contains("at fs/ocfs2/refcounttree.c:2712");
  }

  @Tag("long")
  @Test
  void whatTheControlDoesNotShowEvenThenIsNew() {
    Verdict verdict = verdict("stock", "warns-late");
    assertThat(verdict.kind()).as(verdict.reasons().toString()).isEqualTo(VerdictKind.NEW_FINDING);
    warns(verdict, JudgedFinding.Status.NEW);
    assertThat(verdict.reasons().get(0)).contains("without the assertion");
  }
}
