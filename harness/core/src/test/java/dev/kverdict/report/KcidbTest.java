package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The report for collectors. */
class KcidbTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path run;

  private static RunResult fixed() {
    return Formats.run(List.of(Formats.cell("p", "one", VerdictKind.FIXED, null)));
  }

  private JsonNode report(RunResult result) throws IOException {
    String json = Kcidb.of(result, run);
    assertThat(Formats.complaints("kcidb.schema.json", json)).isEmpty();
    return JSON.readTree(json);
  }

  @Test
  void itsSchemaRefusesWhatIsNone() throws IOException {
    String json = Kcidb.of(fixed(), run);
    for (String wrong :
        List.of(
            json.replace("\"PASS\"", "\"FIXED\""),
            json.replace("\"kverdict:", "\"Kverdict:"),
            json.replace("\"valid\" :", "\"correct\" :"),
            json.replace("2026-01-01T00:00:00Z", "today"),
            json.replace("kverdict.a-case.one", "kverdict..one"))) {
      assertThat(wrong).isNotEqualTo(json);
      assertThat(Formats.complaints("kcidb.schema.json", wrong)).isNotEmpty();
    }
  }

  @Test
  void everythingBelongsToSomething() throws IOException {
    JsonNode report = report(Formats.everyKind());
    List<String> checkouts = report.path("checkouts").findValuesAsText("id");
    List<String> builds = report.path("builds").findValuesAsText("id");
    List<String> tests = report.path("tests").findValuesAsText("id");
    assertThat(checkouts).hasSize(2).doesNotHaveDuplicates();
    assertThat(report.path("builds").findValuesAsText("checkout_id")).isSubsetOf(checkouts);
    assertThat(tests).doesNotHaveDuplicates();
    assertThat(report.path("tests").findValuesAsText("build_id")).isSubsetOf(builds);
    assertThat(report.path("issues")).hasSize(1);
    assertThat(report.path("incidents").findValuesAsText("test_id")).containsAll(tests);
    assertThat(report.path("incidents").findValuesAsText("issue_id"))
        .containsOnly(report.at("/issues/0/id").asText());
  }

  @ParameterizedTest
  @EnumSource(VerdictKind.class)
  void onlyWhatIsProvedPasses(VerdictKind kind) throws IOException {
    JudgedVerdict cell = Formats.cell("p", "one", kind, kind);
    JsonNode report = report(Formats.run(List.of(cell)));
    List<String> said = report.path("tests").findValuesAsText("status");
    switch (kind) {
      case PATCH_REJECTED -> {
        assertThat(report.at("/checkouts/0/valid").asBoolean(true)).isFalse();
        assertThat(report.path("builds")).isEmpty();
      }
      case BUILD_FAILED ->
          assertThat(report.path("builds").findValuesAsText("status")).containsExactly("FAIL");
      case FIXED -> assertThat(said).containsExactly("PASS");
      case REPRODUCED -> assertThat(said).containsExactly("FAIL"); // the bug is there
      default ->
          assertThat(said)
              .containsAnyElementsOf(
                  kind.verdictClass() == VerdictClass.FAIL
                      ? List.of("FAIL")
                      : List.of("MISS", "ERROR"));
    }
    assertThat(said).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void theSourceIsNamedAsCollectorsNameIt() throws IOException {
    JsonNode checkout = report(fixed()).at("/checkouts/0");
    assertThat(checkout.path("message_id").asText()).isEqualTo("id@example.org");
    assertThat(checkout.path("git_commit_hash").asText()).isEqualTo(Formats.DIGEST.substring(24));
    assertThat(checkout.path("git_repository_url").asText())
        .isEqualTo("https://example.org/linux.git");
    // echo 0123...cdef | sha256sum
    assertThat(checkout.path("patchset_hash").asText())
        .isEqualTo("694ff60b8fa08c3df3bc8acf79dd84ea9da54b66cf1597d9ecc4bd6d02d446c8");
  }

  @Test
  void whatCollectorsMustNotSeeIsLeftOut() throws IOException {
    String text =
        ResultJson.of(fixed())
            .replace("https://example.org", "https://me:secret@example.org")
            .replace("<id@example.org>", "<a <b@example.org>");
    JsonNode checkout = report(ResultJson.read(text, "r")).at("/checkouts/0");
    assertThat(checkout.has("git_repository_url")).isFalse();
    assertThat(checkout.has("message_id")).isFalse();
  }

  @Test
  void theSameEvidenceIsOneObjectWhicheverRunItIsFrom() throws IOException {
    evidence("sha-of-p", "snapshot-1");
    JsonNode first = report(fixed());
    assertThat(report(later(fixed())).path("tests").findValuesAsText("id"))
        .isEqualTo(first.path("tests").findValuesAsText("id"));
    RunResult renamed =
        ResultJson.read(ResultJson.of(fixed()).replace("\"patch\":\"p\"", "\"patch\":\"q\""), "r");
    Files.move(run.resolve("kernels/k+p"), run.resolve("kernels/k+q"));
    assertThat(report(renamed).path("tests").findValuesAsText("id"))
        .isEqualTo(first.path("tests").findValuesAsText("id"));
    evidence("sha-of-p", "snapshot-2");
    JsonNode otherTrial = report(fixed());
    assertThat(otherTrial.at("/builds/0/id")).isEqualTo(first.at("/builds/0/id"));
    assertThat(otherTrial.at("/tests/0/id")).isNotEqualTo(first.at("/tests/0/id"));
    evidence("sha-of-another", "snapshot-1");
    JsonNode otherKernel = report(fixed());
    assertThat(otherKernel.at("/builds/0/id")).isNotEqualTo(first.at("/builds/0/id"));
    assertThat(otherKernel.at("/checkouts/0/id")).isNotEqualTo(first.at("/checkouts/0/id"));
  }

  @Test
  void whatIsNotThereAnyMoreIsOfItsRun() throws IOException {
    assertThat(report(fixed()).at("/tests/0/id")).isEqualTo(report(fixed()).at("/tests/0/id"));
    assertThat(report(later(fixed())).at("/tests/0/id"))
        .isNotEqualTo(report(fixed()).at("/tests/0/id"));
  }

  private static RunResult later(RunResult run) throws IOException {
    String text = ResultJson.of(run);
    return ResultJson.read(text.replace("2026-01-01T00:00:00Z", "2026-02-02T00:00:00Z"), "r");
  }

  private void evidence(String kernel, String snapshot) throws IOException {
    Path directory = Files.createDirectories(run.resolve("kernels/k+p"));
    Files.deleteIfExists(directory.resolve("artefact"));
    Files.createSymbolicLink(directory.resolve("artefact"), Path.of("/store/kernel/" + kernel));
    Path trial = Files.createDirectories(run.resolve("trials/k+p/one/1"));
    Files.writeString(
        trial.resolve("trial.json"),
        """
        {"snapshot": "%s", "seed": 1, "digests": {"program": "a", "image": "b"}}
        """
            .formatted(snapshot));
  }
}
