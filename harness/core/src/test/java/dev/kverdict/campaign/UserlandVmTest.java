package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts, and programs that call others, in a guest with Debian's tools. */
@Tag("vm")
class UserlandVmTest {

  private static final Matrix MATRIX = MatrixReader.read(Path.of("src/test/e2e/userland.yaml"));

  @TempDir private Path runs;

  private Verdict verdict(CampaignOptions options) {
    try (Campaign campaign =
        Campaign.start(MATRIX, options.writingTo(runs), Environment.ofSystem(), event -> {})) {
      RunResult result = campaign.finish();
      assertThat(result.verdicts()).hasSize(1);
      return result.verdicts().get(0).verdict();
    }
  }

  private List<String> said(String program) throws IOException {
    Path trial = Path.of(program, "1", "agent.jsonl");
    try (Stream<Path> files = Files.walk(runs)) {
      return Files.readAllLines(
          files.filter(file -> file.endsWith(trial)).findFirst().orElseThrow());
    }
  }

  @ParameterizedTest
  @CsvSource({"frees-again, FIXED", "fixes-nothing, NOT_FIXED"})
  void aScriptThatMakesAndMountsAFileSystemJudgesAPatch(String patch, VerdictKind kind)
      throws IOException {
    CampaignOptions options = CampaignOptions.of(MATRIX);
    Verdict verdict = verdict(options.selecting(new Selection(null, patch, "old-data")));
    assertThat(verdict.kind()).as(verdict.reasons().toString()).isEqualTo(kind);
    assertThat(verdict.findings()).isEmpty();
    assertThat(said("old-data"))
        .anyMatch(line -> line.contains("\"entered\"") && line.contains("\"ok\":true"))
        .anyMatch(line -> line.contains("\"module\",\"name\":\"loop\",\"ok\":true"))
        .anyMatch(line -> line.contains("\"module\",\"name\":\"minix\",\"ok\":true"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"usual-script", "calls-mkfs", "nobody", "own-namespaces"})
  void programsFindAUsualSystem(String guard) {
    CampaignOptions options =
        CampaignOptions.of(MATRIX)
            .selecting(new Selection(Selection.UNPATCHED, null, guard))
            .withTrials(2);
    Verdict verdict = verdict(options);
    assertThat(verdict.kind()).as(verdict.reasons().toString()).isEqualTo(VerdictKind.REPRODUCED);
    assertThat(verdict.findings())
        .extracting(JudgedFinding::finding)
        .extracting(Finding::kind)
        .doesNotContain(Finding.Kind.LEFT_OVER, Finding.Kind.TAINT);
  }

  @Test
  void aScriptThatKillsTheKernelLosesNoStep() throws IOException {
    CampaignOptions options =
        CampaignOptions.of(MATRIX)
            .selecting(new Selection(Selection.UNPATCHED, null, "crashes"))
            .withTrials(3);
    Verdict verdict = verdict(options);
    assertThat(verdict.kind()).as(verdict.reasons().toString()).isEqualTo(VerdictKind.REPRODUCED);
    assertThat(said("crashes")).anyMatch(line -> line.contains("ok 1 - lives"));
  }

  @Test
  void whatAnEndlessScriptDoesIsSeen() throws IOException {
    CampaignOptions options =
        CampaignOptions.of(MATRIX)
            .selecting(new Selection(Selection.UNPATCHED, null, "repeats"))
            .withTrials(1);
    Verdict verdict = verdict(options);
    assertThat(verdict.kind()).as(verdict.reasons().toString()).isEqualTo(VerdictKind.REPRODUCED);
    assertThat(said("repeats"))
        .anyMatch(line -> line.matches(".*\"work\".*\"mounted\":\"[^\"]*minix.*"));
  }

  @Test
  void theVersionsOfThePackagesAreWithTheEvidence() throws IOException {
    verdict(
        CampaignOptions.of(MATRIX)
            .selecting(new Selection(Selection.UNPATCHED, null, "nobody"))
            .withTrials(1));
    try (Stream<Path> files = Files.walk(runs)) {
      Path inputs =
          files.filter(file -> file.endsWith("nobody/1/trial.json")).findFirst().orElseThrow();
      assertThat(Files.readString(inputs)).contains("userland", "dash=");
    }
  }
}
