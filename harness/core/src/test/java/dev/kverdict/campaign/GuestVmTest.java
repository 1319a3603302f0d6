package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kverdict.model.Matrix;
import dev.kverdict.record.Finding;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Verdict;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs find in a guest with Debian's own kernel, of which most is a module. */
@Tag("vm")
class GuestVmTest {

  private static final Matrix MATRIX = MatrixReader.read(Path.of("src/test/e2e/guest.yaml"));

  @TempDir Path runs;

  private Verdict holds(String guard) {
    CampaignOptions options =
        CampaignOptions.of(MATRIX)
            .selecting(new Selection(Selection.UNPATCHED, null, guard))
            .withTrials(1)
            .writingTo(runs);
    try (Campaign campaign = Campaign.start(MATRIX, options, Environment.ofSystem(), event -> {})) {
      RunResult result = campaign.finish();
      assertThat(result.verdicts().get(0).verdict().findings())
          .extracting(JudgedFinding::finding)
          .extracting(Finding::kind)
          .doesNotContain(Finding.Kind.LEFT_OVER, Finding.Kind.TAINT);
      Verdict verdict = result.verdicts().get(0).verdict();
      assertThat(verdict.kind()).as(verdict.reasons().toString()).isEqualTo(VerdictKind.REPRODUCED);
      return verdict;
    }
  }

  /** What the agent said in the trial of a guard, the whole of it. */
  private List<String> said(String guard) throws IOException {
    Path trial = Path.of(guard, "1", "agent.jsonl");
    try (Stream<Path> files = Files.walk(runs)) {
      return Files.readAllLines(
          files.filter(file -> file.endsWith(trial)).findFirst().orElseThrow());
    }
  }

  @Test
  void aKernelGetsTheModulesThatItAsksFor() throws IOException {
    holds("asks-for-modules");
    assertThat(said("asks-for-modules"))
        .anyMatch(line -> line.contains("\"module\",\"name\":\"tun\",\"ok\":true"))
        .anyMatch(line -> line.contains("\"module\",\"name\":\"af_alg\",\"ok\":true"))
        .anyMatch(line -> line.contains("\"module\",\"name\":\"dummy\",\"ok\":true"))
        .anyMatch(
            line ->
                line.contains("\"unanswered\",\"name\":\"fs-no such?file system\"")
                    && line.contains("ENOENT"));
  }

  @Test
  void aProgramMountsAnImageThatItMadeItself() throws IOException {
    holds("mounts-its-own-image");
    assertThat(said("mounts-its-own-image"))
        .anyMatch(line -> line.contains("\"module\",\"name\":\"loop\",\"ok\":true"))
        .anyMatch(line -> line.contains("\"module\",\"name\":\"minix\",\"ok\":true"))
        .noneMatch(line -> line.contains("\"unanswered\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "finds-a-usual-system",
        "has-threads-and-namespaces",
        "has-no-rights",
        "keeps-most-rights"
      })
  void aProgramFindsWhatItsOptionsSay(String guard) {
    holds(guard);
  }

  @Test
  void aProgramOf32BitsRuns() {
    assumeTrue(
        Files.exists(Path.of("/usr/lib32/libc.a")), "gcc-multilib is not installed on this host");
    holds("is-of-32-bits");
  }
}
