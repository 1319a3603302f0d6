package dev.kverdict.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.campaign.Selection;
import dev.kverdict.model.Matrix;
import dev.kverdict.report.Reports;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a real run, with all that a run has to keep for it. */
@Tag("vm")
class RealRunVmTest {

  private static final Matrix MATRIX =
      MatrixReader.read(Path.of("../../ci/ocfs2-extent-cache.yaml"));

  @TempDir private Path runs;

  @Test
  void hasThePatchWithItsCountsAndTheCrashWithItsSource() throws IOException {
    CampaignOptions options =
        CampaignOptions.of(MATRIX)
            .selecting(new Selection(Selection.PATCHED, "v1-cow", "cow-bug-on"))
            .by(KernelChoice.STOCK)
            .withTrials(5)
            .writingTo(runs);
    Path run;
    try (Campaign campaign = Campaign.start(MATRIX, options, Environment.ofSystem(), event -> {})) {
      run = campaign.folder();
      Reports.writeAll(campaign.finish(), run);
    }
    assertThat(Files.readString(run.resolve(ReportPage.NAME)))
        .contains("Does this patch fix the bug?", "5/5 fail", "0/5 fail")
        .containsPattern("cow-bug-on <b>1 → 1</b>")
        .containsPattern("class=\"code\">\\s*/\\* Do not trust flags")
        .contains("<b>kernel BUG in ocfs2_refcount_cal_cow_clusters</b>")
        .containsPattern("class=\"meant\"><td class=\"number\">2712</td>[^\\n]*BUG_ON\\(")
        .containsPattern("aria-label=\"(restored|booted), user space after [^\"]*, crash at ")
        .containsPattern("class=\"crash\">\\[ *\\d+\\.\\d+\\] kernel BUG at fs/ocfs2/");
  }
}
