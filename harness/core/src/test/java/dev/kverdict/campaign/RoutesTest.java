package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.matrix.Matrix;
import dev.kverdict.matrix.MatrixReader;
import dev.kverdict.matrix.PatchDef;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesTest {

  private static final Matrix MATRIX =
      MatrixReader.read(Path.of("../../ci/ocfs2-extent-cache.yaml"), VerdictKind.names());

  @TempDir Path folder;

  @Test
  void patchesToModulesRunOnTheStockKernelAlone() {
    Routes routes = new Routes(MATRIX, Route.AUTO);
    assertThat(kernels(routes, MATRIX, Selection.ALL)).containsOnly("debian-6.1-stock").hasSize(6);
    assertThat(routes.notes()).isEmpty();
  }

  @Test
  void patchToAHeaderOfAllRunsOnTheStandInAndSaysSo() throws IOException {
    Matrix matrix = with("include/linux/fs.h");
    Routes routes = new Routes(matrix, Route.AUTO);
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
                kernels(new Routes(matrix, Route.STOCK), matrix, new Selection(null, "mine", null)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("patch mine: cannot be tried on debian-6.1-stock: mm/slub.c");
  }

  @Test
  void builtRouteTakesTheStandInAlways() {
    Routes routes = new Routes(MATRIX, Route.BUILT);
    assertThat(kernels(routes, MATRIX, Selection.ALL)).containsOnly("debian-6.1").hasSize(6);
    assertThat(kernels(routes, MATRIX, new Selection("unpatched", null, null)))
        .containsOnly("debian-6.1");
    assertThat(routes.notes()).isNotEmpty();
  }

  @Test
  void standInRunsWhenItIsAskedForByName() {
    Routes routes = new Routes(MATRIX, Route.AUTO);
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
    Matrix matrix = MatrixReader.read(file, VerdictKind.names());
    for (Route route : List.of(Route.AUTO, Route.BUILT)) {
      assertThatThrownBy(() -> kernels(new Routes(matrix, route), matrix, Selection.ALL))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("give that kernel an otherwise:");
    }
  }

  @Test
  void flagComesBeforeTheEnvironmentAndUnknownRoutesListTheKnown() {
    assertThat(Route.chosen(null, Map.of())).isEqualTo(Route.AUTO);
    assertThat(Route.chosen(null, Map.of("KVERDICT_ROUTE", "built"))).isEqualTo(Route.BUILT);
    assertThat(Route.chosen("stock", Map.of("KVERDICT_ROUTE", "built"))).isEqualTo(Route.STOCK);
    assertThatThrownBy(() -> Route.chosen("BUILT", Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--route BUILT")
        .hasMessageContaining("auto, stock, built");
    assertThatThrownBy(() -> Route.chosen(null, Map.of("KVERDICT_ROUTE", "x")))
        .hasMessageContaining("KVERDICT_ROUTE=x");
  }

  private Matrix with(String path) throws IOException {
    Path patch = Files.writeString(folder.resolve("mine.patch"), diff(path));
    return MATRIX.with(new PatchDef("mine", List.of(patch), Map.of()));
  }

  private static String diff(String path) {
    return "--- a/%s\n+++ b/%s\n@@ -1 +1 @@\n-int old;\n+int new;\n".formatted(path, path);
  }

  private static List<String> kernels(Routes routes, Matrix matrix, Selection selection) {
    return routes.of(selection.cells(matrix)).stream().map(cell -> cell.kernel().name()).toList();
  }
}
