package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CasesDocumentTest {

  @TempDir private Path runs;

  @Test
  void theNewestRunOfACaseCounts() throws IOException {
    write("b", "2026-01-02T00:00:00Z", VerdictKind.FIXED);
    write("a", "2026-01-03T00:00:00Z", VerdictKind.NOT_FIXED);
    write("c", "2026-01-01T00:00:00Z", VerdictKind.FIXED);

    assertThat(CasesDocument.of(runs).lines())
        .contains("| a-case | 6.1 | 2 | 2 | 7 | 3 | 0.0 |", "## a-case")
        .containsOnlyOnce("| on k | r | other |")
        .contains("| p | **NOT\\_FIXED** | - |", "| q | NOT\\_FIXED | **REFUSED** |");
  }

  @Test
  void namesAreShownAsTheyAre() throws IOException {
    Path run = Files.createDirectory(runs.resolve("a"));
    Reports.writeAll(Formats.everyKind(), run);

    assertThat(CasesDocument.of(runs)).doesNotContain("\u001b").contains("| control |");
  }

  @Test
  void aDirectoryWithoutRunsIsTheUsersMistake() {
    assertThatThrownBy(() -> CasesDocument.of(runs))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds no finished run");
  }

  private void write(String folder, String started, VerdictKind kind) throws IOException {
    List<JudgedVerdict> judged =
        List.of(
            Formats.cell("p", "r", kind, VerdictKind.FIXED),
            Formats.cell("q", "r", kind, kind),
            Formats.cell("q", "other", VerdictKind.REFUSED, VerdictKind.FIXED));
    RunResult one = Formats.run(judged);
    RunFacts facts = RunFactsTest.facts(Map.of("k", "tcg"));
    RunResult result =
        new RunResult(
            one.caseName(),
            one.verdicts(),
            one.patches(),
            one.claims(),
            one.necessities(),
            one.steps(),
            one.scope(),
            new RunFacts(
                started,
                facts.millis(),
                facts.folder(),
                facts.trialsASide(),
                facts.confidence(),
                facts.trialsRun(),
                facts.trialsFromStore(),
                facts.qemu(),
                facts.cage(),
                facts.accelerators()),
            one.discarded(),
            one.trials());
    Path run = Files.createDirectory(runs.resolve(folder));
    Reports.writeAll(result, run);
  }
}
