package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program with a file system made by its name and a disk of a packed file, in real machines. */
@Tag("vm")
class DisksVmTest {

  private static final Matrix MATRIX = MatrixReader.read(Path.of("src/test/e2e/disks.yaml"));

  @TempDir private Path runs;

  @Test
  void bothDisksAreWhatTheCaseSays() throws IOException {
    CampaignOptions options =
        CampaignOptions.of(MATRIX)
            .selecting(new Selection("unpatched", null, "two-disks"))
            .withTrials(2)
            .writingTo(runs);
    try (Campaign campaign = Campaign.start(MATRIX, options, Environment.ofSystem(), event -> {})) {
      RunResult result = campaign.finish();
      assertThat(result.verdicts())
          .singleElement()
          .satisfies(
              judged -> {
                assertThat(judged.verdict().kind())
                    .as("%s", judged)
                    .isEqualTo(VerdictKind.REPRODUCED);
                assertThat(judged.verdict().findings()).isEmpty();
              });
    }
    assertThat(checks())
        .isNotEmpty()
        .allSatisfy(said -> assertThat(said).contains("\"image\":\"mounted\"", "\"exitCode\":0"));
  }

  private List<String> checks() throws IOException {
    try (Stream<Path> all = Files.walk(runs)) {
      return all.filter(file -> file.endsWith("image-check.json")).map(DisksVmTest::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
