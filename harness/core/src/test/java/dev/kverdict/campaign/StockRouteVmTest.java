package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.build.KernelBuild;
import dev.kverdict.build.KernelBuilder;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's own kernel against one built from source, in real machines. */
@Tag("vm")
class StockRouteVmTest {

  private static final Matrix MATRIX =
      MatrixReader.read(Path.of("../../ci/ocfs2-extent-cache.yaml"));

  @TempDir Path folder;

  @Test
  void bothRoutesAgree() {
    Map<String, VerdictKind> stock = verdicts(KernelChoice.STOCK, "debian-6.1-stock");
    assertThat(stock.values()).contains(VerdictKind.FIXED, VerdictKind.NOT_FIXED);
    assertThat(verdicts(KernelChoice.BUILT, "debian-6.1")).isEqualTo(stock);
  }

  @Test
  void patchThatOtherModulesDoNotFitAnyMoreDoesNotBuild() {
    Environment system = Environment.ofSystem();
    KernelBuilder builder =
        new KernelBuilder(system.lane(), system.openStore(), (kernel, step, objects) -> {});
    PatchDef patch =
        new PatchDef(
            "export",
            PatchSet.read(List.of(Path.of("src/test/e2e/patches/changes-an-export.patch"))),
            Map.of());
    KernelBuild build = builder.patched(MATRIX.kernels().get("debian-6.1-stock"), patch);
    assertThat(build.outcome().kind()).isEqualTo(BuildOutcome.Kind.BUILD_FAILED);
    assertThat(build.outcome().lines())
        .anySatisfy(line -> assertThat(line).contains("ocfs2_stack_glue_", "changed", "stock 0x"))
        .last()
        .asString()
        .contains("built from source (otherwise:)");
  }

  /** The two reproducers of a patch that mends one of them; five failures of five are enough. */
  private Map<String, VerdictKind> verdicts(KernelChoice route, String kernel) {
    Map<String, VerdictKind> kinds = new TreeMap<>();
    for (String repro : List.of("cow-bug-on", "stale-read")) {
      CampaignOptions options =
          CampaignOptions.of(MATRIX)
              .selecting(new Selection(Selection.PATCHED, "v1-cow", repro))
              .by(route)
              .withTrials(5)
              .writingTo(folder);
      try (Campaign campaign =
          Campaign.start(MATRIX, options, Environment.ofSystem(), event -> {})) {
        for (JudgedVerdict judged : campaign.finish().verdicts()) {
          assertThat(judged.verdict().kernel()).isEqualTo(kernel);
          kinds.put(judged.verdict().repro(), judged.verdict().kind());
        }
      }
    }
    return kinds;
  }
}
