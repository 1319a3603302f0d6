package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of known bugs, in real machines: right patches pass, and wrong ones as they fail. */
@Tag("vm")
@Tag("long")
class KnownBugsVmTest {

  @TempDir private Path folder;

  static List<Path> cases() throws IOException {
    return KnownBugsTest.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyVerdictIsAsTheCaseExpects(Path file) {
    Matrix matrix = MatrixReader.read(file);
    CampaignOptions options = CampaignOptions.of(matrix).writingTo(folder);
    try (Campaign campaign = Campaign.start(matrix, options, Environment.ofSystem(), event -> {})) {
      RunResult result = campaign.finish();

      assertThat(result.verdicts()).isNotEmpty().allMatch(JudgedVerdict::asExpected);
    }
  }
}
