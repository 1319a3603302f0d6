package dev.kverdict.report;

import static dev.kverdict.truth.MadeRun.BUG;
import static dev.kverdict.truth.MadeRun.CRASH;
import static dev.kverdict.truth.MadeRun.GUARD;
import static dev.kverdict.truth.MadeRun.QUIET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.UserError;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.record.Worth;
import dev.kverdict.truth.MadeRun;
import dev.kverdict.truth.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules say of patches, for people and programs. */
class TruthReportTest {

  @TempDir private Path runs;

  private Path run(String name, String caseName, String started, VerdictKind guard)
      throws IOException {
    Path run = Files.createDirectory(runs.resolve(name));
    Reports.writeAll(
        new MadeRun(run, caseName)
            .started(started)
            .patch("fix", Worth.Kind.RIGHT)
            .cell("fix", CRASH, VerdictKind.FIXED, QUIET, QUIET, QUIET)
            .patch("avoid", Worth.Kind.AVOIDING)
            .cell("avoid", CRASH, VerdictKind.FIXED, QUIET, QUIET, QUIET)
            .cell("avoid", GUARD, guard, QUIET, QUIET, QUIET)
            .patch("short", Worth.Kind.NO_EFFECT)
            .cell("short", CRASH, VerdictKind.NOT_FIXED, QUIET, QUIET)
            .result(),
        run);
    return run;
  }

  private Truth truth() throws IOException {
    return TruthReport.read(
        List.of(run("1", "a-case", "2026-01-01T00:00:00Z", VerdictKind.BROKE_GUARD)));
  }

  @Test
  void theTablesSayWhichRuleIsWrongAndWhichCannotTell() throws IOException {
    assertThat(TruthReport.text(truth()))
        .contains("any crash counts  no patched trial")
        .containsPattern(
            "three clean runs +1 of 1 ! +0.03 to 1.00 +0 of 1 +0.00 to 0.98 +0 +1 wrong")
        .containsPattern("kverdict +0 of 2 +0.00 to 0.84 +0 of 1")
        .contains("The same on the 2 patches on which every rule answers")
        .containsPattern("avoiding +1 +0 of 1 +1 of 1 ! +1 of 1 ! +1 of 1 !")
        .containsPattern("a-case +6.1 +1 +2 +0 +11 +11.0")
        .containsPattern("title gone +2 +3.0 +3.0")
        .containsPattern("a-case +avoid +avoiding +refuses +passes ! .* guard: BROKE_GUARD")
        .containsPattern("title gone +trials missing +fewer than 3 trials .* a-case: short");
  }

  @Test
  void markdownMarksWhatIsWrong() throws IOException {
    assertThat(TruthReport.markdown(truth()))
        .contains("| a-case | avoid | avoiding | refuses | **passes** | **passes** | **passes** |")
        .contains("| three clean runs | **1 of 1** |");
  }

  @Test
  void theNewestRunOfEachCaseCounts() throws IOException {
    run("old", "a-case", "2026-01-01T00:00:00Z", VerdictKind.FIXED);
    run("new", "a-case", "2026-01-02T00:00:00Z", VerdictKind.BROKE_GUARD);
    Path other = run("other", "b-case", "2026-01-01T00:00:00Z", VerdictKind.FIXED);

    Truth all = TruthReport.read(List.of(runs));
    assertThat(all.cases()).extracting(one -> one.caseName()).containsExactly("a-case", "b-case");
    assertThat(all.disputed()).extracting(patch -> patch.caseName()).containsExactly("a-case");
    assertThat(TruthReport.read(List.of(other, other)).cases()).hasSize(1);
  }

  @Test
  void programsGetEveryAnswerWithItsReason() throws IOException {
    JsonNode root = new ObjectMapper().readTree(TruthJson.of(truth()));
    JsonNode avoid = root.at("/cases/0/patches/1");
    assertThat(avoid.path("worth").asText()).isEqualTo("avoiding");
    assertThat(avoid.path("why").asText()).isEqualTo("It is so.");
    assertThat(avoid.at("/answers/kverdict/reason").asText()).isEqualTo("guard: BROKE_GUARD");
    assertThat(avoid.at("/programs/1/answers/title-gone/answer").asText()).isEqualTo("blind");
    assertThat(root.at("/rules/1/wrong/passes").asInt()).isEqualTo(1);
    assertThat(root.at("/rules/1/effort/answers").asInt()).isEqualTo(2);
  }

  @Test
  void hostileNamesStayText() throws IOException {
    Path run = Files.createDirectory(runs.resolve("1"));
    Reports.writeAll(
        new MadeRun(run, "a-case")
            .patch(Formats.HOSTILE, Worth.Kind.NO_EFFECT)
            .cell(Formats.HOSTILE, CRASH, VerdictKind.FIXED, QUIET, QUIET, QUIET, BUG)
            .result(),
        run);
    Truth truth = TruthReport.read(List.of(runs));

    assertThat(truth.disputed()).hasSize(1);
    assertThat(TruthReport.text(truth)).doesNotContain("\u001b");
    assertThat(TruthReport.markdown(truth)).doesNotContain("\u001b").doesNotContain("<b>");
  }

  @Test
  void theTablesOfADocumentAreReplacedAndNothingElse() throws IOException {
    Truth truth = truth();
    Path document = runs.resolve("truth.md");
    String before = "# Truth\n" + TruthReport.BEGIN;
    String after = TruthReport.END + "More.\n";
    Files.writeString(document, before + "old\n" + after);
    TruthReport.into(document, truth);
    TruthReport.into(document, truth);

    assertThat(document).hasContent(before + "\n" + TruthReport.markdown(truth) + "\n" + after);
  }

  @Test
  void aDocumentWithoutAPlaceIsLeftAsItIs() throws IOException {
    Truth truth = truth();
    Path document =
        Files.writeString(runs.resolve("truth.md"), TruthReport.END + TruthReport.BEGIN);

    assertThatThrownBy(() -> TruthReport.into(document, truth))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("truth.md: has no place for the tables")
        .hasMessageContaining("<!-- begin: kverdict truth -->");
    assertThat(document).hasContent(TruthReport.END + TruthReport.BEGIN);
  }

  @Test
  void aDirectoryWithoutRunsIsTheUsersMistake() {
    assertThatThrownBy(() -> TruthReport.read(List.of(runs)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds no finished run");
  }
}
