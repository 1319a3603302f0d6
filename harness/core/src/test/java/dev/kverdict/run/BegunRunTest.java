package dev.kverdict.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.campaign.BisectStep;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.DeadLane;
import dev.kverdict.campaign.SelfTest;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.report.EventLine;
import dev.kverdict.report.Reports;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever logs a run knows its directory before anything of the run happens. */
class BegunRunTest {

  private static final Matrix MATRIX =
      MatrixReader.read(Path.of("../../ci/ocfs2-extent-cache.yaml").toAbsolutePath().normalize());

  @TempDir private Path folder;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CampaignOptions options = CampaignOptions.of(MATRIX);

  /** On a host that runs nothing. */
  private Environment environment() {
    return new Environment(new DeadLane(), folder.resolve("v1"), 1 << 30, null)
        .loggedBy(
            run -> {
              assertThat(run).startsWith(folder.resolve("runs")).isEmptyDirectory();
              told.add("begun " + run.getFileName());
            })
        .inspectedBy(machine -> {});
  }

  private CampaignOptions writing() {
    return options.writingTo(folder.resolve("runs"));
  }

  @Test
  void ofACampaign() {
    try (Campaign campaign =
        Campaign.start(MATRIX, writing(), environment(), event -> told.add(EventLine.of(event)))) {
      assertThatThrownBy(campaign::finish).isInstanceOf(InfraError.class);
      assertThat(told.get(0)).isEqualTo("begun " + campaign.folder().getFileName());
      assertThat(told.get(1)).startsWith("ocfs2-extent-cache: ");
      RunResult known = campaign.known().orElseThrow();
      assertThat(known.partial()).isTrue();
      assertThat(known.verdicts())
          .hasSameSizeAs(campaign.cells())
          .noneMatch(JudgedVerdict::asExpected);
      assertThat(known.patches()).noneMatch(patch -> patch.result() == VerdictClass.PASS);
      Reports.writeAll(known, campaign.folder());
      assertThat(campaign.folder().resolve(Reports.PAGE))
          .content()
          .contains("the run was interrupted before this was judged");
      assertThat(told.subList(1, told.size())).noneMatch(line -> line.startsWith("begun"));
    }
  }

  @Test
  void ofASelfTest() {
    assertThatThrownBy(
            () ->
                SelfTest.run(
                    MATRIX, writing(), environment(), event -> told.add(EventLine.of(event))))
        .isInstanceOf(InfraError.class);
    assertThat(told.get(0)).startsWith("begun ").endsWith("self-test");
  }

  @Test
  void ofAStepOfABisection() {
    assertThatThrownBy(
            () ->
                BisectStep.run(
                    MATRIX,
                    writing(),
                    environment(),
                    "debian-6.1",
                    "cow-bug-on",
                    null,
                    event -> told.add(EventLine.of(event))))
        .isInstanceOf(InfraError.class);
    assertThat(told.get(0)).startsWith("begun ").endsWith("-bisect");
  }
}
