package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.run.Environment;
import dev.kverdict.verdict.Bisection;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions as a bisection meets them, on real kernels. */
@Tag("vm")
class BisectStepVmTest {

  private static final Matrix MATRIX = MatrixReader.read(Path.of("src/test/e2e/e2e.yaml"));

  @TempDir private Path runs;

  @Test
  void theKernelItself() {
    assertThat(step(null).answer()).isEqualTo(Bisection.Answer.BAD);
  }

  @Test
  void aRevisionThatOnlyHasAnotherComment() {
    assertThat(step("changes-nothing").answer()).isEqualTo(Bisection.Answer.BAD);
  }

  @Test
  void aRevisionWithoutTheBug() {
    assertThat(step("right"))
        .isEqualTo(new Bisection.Judged(Bisection.Answer.GOOD, "clean in 5 of 5 trials"));
  }

  @Test
  void revisionsThatCannotBeTold() {
    assertThat(step("does-not-compile").answer()).isEqualTo(Bisection.Answer.SKIP);
    assertThat(step("panics-at-boot").reason()).contains("BOOT_FAILED");
    assertThat(step("hangs").answer()).isEqualTo(Bisection.Answer.SKIP);
  }

  private Bisection.Judged step(String patch) {
    PatchDef change = patch == null ? null : MATRIX.patches().get(patch);
    return BisectStep.run(
        MATRIX,
        CampaignOptions.of(MATRIX).withTrials(5).writingTo(runs),
        Environment.ofSystem(),
        "debian-6.1",
        "cow-bug-on",
        change,
        event -> {});
  }
}
