package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole kernel of another version with {@code with: [kasan]} boots and sees a bug that a plain
 * one survives. It is built whole.
 */
@Tag("vm")
@Tag("long")
class SeenByKasanVmTest {

  private static final Matrix MATRIX = MatrixReader.read(Path.of("src/test/e2e/kasan.yaml"));

  @TempDir private Path runs;

  @Test
  void aUseAfterFreeIsNamedAndItsFixIsOne() {
    RunResult result;
    try (Campaign campaign =
        Campaign.start(
            MATRIX, CampaignOptions.of(MATRIX).writingTo(runs), Environment.ofSystem(), e -> {})) {
      result = campaign.finish();
    }
    assertThat(result.verdicts())
        .extracting(JudgedVerdict::verdict)
        .allSatisfy(
            verdict ->
                assertThat(verdict.kind())
                    .as(verdict.reasons().toString())
                    .isEqualTo(VerdictKind.FIXED))
        .hasSize(1);
  }
}
