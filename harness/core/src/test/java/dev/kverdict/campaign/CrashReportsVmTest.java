package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A kernel with all debugging aids, broken on purpose: each kind of report is named as the field
 * names it. To build it takes longer than all other kernels of the suite.
 */
@Tag("vm")
@Tag("long")
class CrashReportsVmTest {

  private static final Matrix MATRIX = MatrixReader.read(Path.of("../../ci/crash-reports.yaml"));

  @TempDir private Path runs;

  static Stream<String> kinds() {
    return MATRIX.reproducers().keySet().stream();
  }

  private Verdict control(String program) {
    CampaignOptions options =
        CampaignOptions.of(MATRIX)
            .selecting(new Selection(Selection.UNPATCHED, null, program))
            .withTrials(1)
            .writingTo(runs);
    try (Campaign campaign = Campaign.start(MATRIX, options, Environment.ofSystem(), e -> {})) {
      return campaign.finish().verdicts().get(0).verdict();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void isNamedAsTheFieldNamesIt(String program) {
    Verdict verdict = control(program);
    assertThat(verdict.kind()).as(verdict.reasons().toString()).isEqualTo(VerdictKind.REPRODUCED);
  }

  @Test
  void healthyKernelHasNoReport() {
    assertThat(control("healthy").kind()).isEqualTo(VerdictKind.REPRODUCED);
  }

  @Test
  void statementInAnInlinedFunctionIsFound() throws IOException {
    assertThat(control("inlined-bug").kind()).isEqualTo(VerdictKind.REPRODUCED);
    try (Stream<Path> files = Files.walk(runs)) {
      Path text =
          files
              .filter(file -> file.endsWith(Path.of("inlined-bug", "1", "crashes.txt")))
              .findFirst()
              .orElseThrow();
      assertThat(text)
          .content()
          .startsWith("kernel BUG in lkdtm_INLINED_BUG at drivers/misc/lkdtm/bugs.c:")
          .contains("\n    BUG_ON(")
          .containsSubsequence(
              " check_inlined drivers/misc/lkdtm/bugs.c:", "[inline]\n", " lkdtm_INLINED_BUG+0x");
    }
  }
}
