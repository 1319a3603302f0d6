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
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A kernel with all debugging aids, broken on purpose: each kind of report is named as the field
 * names it. Some kinds in every run; all of them with {@code -Dcrashes=all}.
 */
@Tag("vm")
class CrashReportsVmTest {

  private static final Matrix MATRIX = MatrixReader.read(Path.of("../../ci/crash-reports.yaml"));

  private static final Set<String> EVERY_RUN =
      Set.of(
          "bug",
          "warning",
          "exception",
          "exhaust-stack",
          "array-bounds",
          "list-add",
          "use-after-free",
          "hung-task",
          "soft-lockup",
          "rcu-stall",
          "sleep-in-atomic",
          "lock-order",
          "timer-freed");

  @TempDir private Path runs;

  static Stream<String> kinds() {
    boolean all = "all".equals(System.getProperty("crashes"));
    return MATRIX.reproducers().keySet().stream().filter(name -> all || EVERY_RUN.contains(name));
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
