package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelChoicesTest {

  private static final Matrix MATRIX =
      MatrixReader.read(Path.of("../../ci/ocfs2-extent-cache.yaml"));

  @TempDir Path folder;

  @Test
  void patchesToModulesRunOnTheStockKernelAlone() {
    KernelChoices routes = new KernelChoices(MATRIX, KernelChoice.AUTO);
    assertThat(kernels(routes, MATRIX, Selection.ALL)).containsOnly("debian-6.1-stock").hasSize(6);
    assertThat(routes.notes()).isEmpty();
  }

  @Test
  void patchToAHeaderOfAllRunsOnTheStandInAndSaysSo() throws IOException {
    Matrix matrix = with("include/linux/fs.h");
    KernelChoices routes = new KernelChoices(matrix, KernelChoice.AUTO);
    assertThat(kernels(routes, matrix, new Selection(null, "mine", null)))
        .containsOnly("debian-6.1")
        .hasSize(3);
    assertThat(routes.notes())
        .containsExactly(
            "patch mine is not tried on debian-6.1-stock, but on debian-6.1: include/linux/fs.h"
                + " lies outside of what is rebuilt (fs/ocfs2)");
    assertThat(kernels(routes, matrix, new Selection(null, "v1-cow", null)))
        .containsOnly("debian-6.1-stock");
  }

  @Test
  void stockRouteNeverFallsBack() throws IOException {
    Matrix matrix = with("mm/slub.c");
    assertThatThrownBy(
            () ->
                kernels(
                    new KernelChoices(matrix, KernelChoice.STOCK),
                    matrix,
                    new Selection(null, "mine", null)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("patch mine: cannot be tried on debian-6.1-stock: mm/slub.c");
  }

  @Test
  void builtRouteTakesTheStandInAlways() {
    KernelChoices routes = new KernelChoices(MATRIX, KernelChoice.BUILT);
    assertThat(kernels(routes, MATRIX, Selection.ALL)).containsOnly("debian-6.1").hasSize(6);
    assertThat(kernels(routes, MATRIX, new Selection("unpatched", null, null)))
        .containsOnly("debian-6.1");
    assertThat(routes.notes()).isNotEmpty();
  }

  @Test
  void standInRunsWhenItIsAskedForByName() {
    KernelChoices routes = new KernelChoices(MATRIX, KernelChoice.AUTO);
    assertThat(kernels(routes, MATRIX, new Selection("debian-6.1", null, null)))
        .containsOnly("debian-6.1")
        .hasSize(6);
  }

  @Test
  void withoutAStandInAnUnsoundPatchIsAnError() throws IOException {
    Path file = folder.resolve("m.yaml");
    Files.writeString(folder.resolve("r.c"), "x\n");
    Files.writeString(folder.resolve("p.patch"), diff("mm/slub.c"));
    Files.writeString(
        file,
        """
        case: a
        kernels: {stock: {source: {distro: linux-image-amd64}, rebuild: [fs/ext4]}}
        patches: {p: {files: [p.patch]}}
        repros: {r: {source: r.c, fails: {crash: [x]}}}
        """);
    Matrix matrix = MatrixReader.read(file);
    for (KernelChoice route : List.of(KernelChoice.AUTO, KernelChoice.BUILT)) {
      assertThatThrownBy(() -> kernels(new KernelChoices(matrix, route), matrix, Selection.ALL))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("give that kernel an otherwise:");
    }
  }

  @Test
  void aPrebuiltKernelTakesThePatchesThatItHas() throws IOException {
    Path file = folder.resolve("m.yaml");
    Files.writeString(folder.resolve("r.c"), "x\n");
    Files.writeString(folder.resolve("p.patch"), diff("mm/slub.c"));
    String text =
        """
        case: a
        kernels:
          ours:
            source: {prebuilt: {image: r.c, config: r.c, patched: {has: {image: r.c}}}}
            # otherwise: whole
          whole: {source: {debian: linux-source-6.1}}
        patches: {has: {files: [p.patch]}, lacks: {files: [p.patch]}}
        repros: {r: {source: r.c, fails: {crash: [x]}}}
        """;
    Matrix alone = MatrixReader.read(Files.writeString(file, text));
    Selection has = new Selection("ours", "has", null);
    Selection lacks = new Selection("ours", "lacks", null);
    KernelChoices routes = new KernelChoices(alone, KernelChoice.AUTO);
    assertThat(kernels(routes, alone, has)).containsOnly("ours");
    assertThatThrownBy(() -> kernels(routes, alone, lacks))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "patch lacks: cannot be tried on ours: a prebuilt kernel cannot be patched, and its"
                + " patched: has no 'lacks'")
        .hasMessageContaining("otherwise:");
    Matrix both = MatrixReader.read(Files.writeString(file, text.replace("# ", "")));
    assertThat(kernels(new KernelChoices(both, KernelChoice.AUTO), both, lacks))
        .containsOnly("whole");
  }

  @Test
  void flagComesBeforeTheEnvironmentAndUnknownRoutesListTheKnown() {
    assertThat(KernelChoice.chosen(null, Map.of())).isEqualTo(KernelChoice.AUTO);
    assertThat(KernelChoice.chosen(null, Map.of("KVERDICT_ROUTE", "built")))
        .isEqualTo(KernelChoice.BUILT);
    assertThat(KernelChoice.chosen("stock", Map.of("KVERDICT_ROUTE", "built")))
        .isEqualTo(KernelChoice.STOCK);
    assertThatThrownBy(() -> KernelChoice.chosen("BUILT", Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--route BUILT")
        .hasMessageContaining("auto, stock, built");
    assertThatThrownBy(() -> KernelChoice.chosen(null, Map.of("KVERDICT_ROUTE", "x")))
        .hasMessageContaining("KVERDICT_ROUTE=x");
  }

  private Matrix with(String path) throws IOException {
    Path patch = Files.writeString(folder.resolve("mine.patch"), diff(path));
    return MATRIX.with(new PatchDef("mine", PatchSet.read(List.of(patch)), Map.of()));
  }

  private static String diff(String path) {
    return "--- a/%s\n+++ b/%s\n@@ -1 +1 @@\n-int old;\n+int new;\n".formatted(path, path);
  }

  private static List<String> kernels(KernelChoices routes, Matrix matrix, Selection selection) {
    return routes.of(selection.cells(matrix)).stream().map(cell -> cell.kernel().name()).toList();
  }
}
