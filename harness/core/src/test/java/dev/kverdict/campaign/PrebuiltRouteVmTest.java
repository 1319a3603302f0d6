package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.build.KernelBuild;
import dev.kverdict.build.KernelBuilder;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's kernel with and without a patch, given as files that nobody here has built. */
@Tag("vm")
class PrebuiltRouteVmTest {

  private static final Matrix MATRIX =
      MatrixReader.read(Path.of("../../ci/ocfs2-extent-cache.yaml"));
  private static final String FIX = "v2-move-extents";

  @TempDir Path folder;

  @Test
  void filesOfTwoKernelsGetTheVerdictOfTheirBuilds() {
    KernelDef stock = Objects.requireNonNull(MATRIX.kernels().get("debian-6.1-stock"));
    PatchDef fix = Objects.requireNonNull(MATRIX.patches().get(FIX));
    Environment system = Environment.ofSystem();
    KernelBuilder builder =
        new KernelBuilder(system.lane(), system.openStore(), (kernel, step, objects) -> {});
    try (KernelArtefact before = built(builder.control(stock));
        KernelArtefact after = built(builder.patched(stock, fix))) {
      KernelSource.Prebuilt source =
          new KernelSource.Prebuilt(files(before), Map.of(FIX, files(after)), null);
      Verdict verdict =
          verdict(
              new KernelDef(
                  "prebuilt",
                  source,
                  KernelDef.Config.NONE,
                  PatchSet.NONE,
                  stock.modules(),
                  stock.guest()));
      assertThat(verdict.kind()).isEqualTo(VerdictKind.FIXED);
      assertThat(verdict.reached().answer()).isEqualTo(Reached.Answer.NOT_MEASURED);
      assertThat(verdict.reasons()).anyMatch(reason -> reason.contains("was not built here"));
    }
  }

  private static KernelArtefact built(KernelBuild build) {
    return build.artefact().orElseThrow();
  }

  private static KernelSource.BuiltFiles files(KernelArtefact kernel) {
    return new KernelSource.BuiltFiles(kernel.vmlinux(), kernel.modules(), kernel.config(), null);
  }

  private Verdict verdict(KernelDef kernel) {
    Matrix matrix =
        new Matrix(
            MATRIX.caseName(),
            MATRIX.credits(),
            MATRIX.file(),
            MATRIX.root(),
            new Matrix.Parts(
                Map.of(kernel.name(), kernel),
                MATRIX.patches(),
                MATRIX.images(),
                MATRIX.reproducers(),
                MATRIX.guards(),
                List.of()),
            MATRIX.defaults());
    CampaignOptions options =
        CampaignOptions.of(matrix)
            .selecting(new Selection(Selection.PATCHED, FIX, "cow-bug-on"))
            .withTrials(5)
            .writingTo(folder);
    try (Campaign campaign = Campaign.start(matrix, options, Environment.ofSystem(), event -> {})) {
      return campaign.finish().verdicts().get(0).verdict();
    }
  }
}
