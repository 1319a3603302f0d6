package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.Cell;
import dev.kverdict.model.Matrix;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {

  private static final Matrix MATRIX =
      MatrixReader.read(Path.of("../../ci/ocfs2-extent-cache.yaml"));

  @Test
  void everythingIsEveryPatchWithEveryProgram() {
    assertThat(names(Selection.ALL))
        .containsExactly(
            "debian-6.1-stock/v1-cow cow-bug-on",
            "debian-6.1-stock/v1-cow stale-read",
            "debian-6.1-stock/v1-cow move-keeps-data",
            "debian-6.1-stock/v2-move-extents cow-bug-on",
            "debian-6.1-stock/v2-move-extents stale-read",
            "debian-6.1-stock/v2-move-extents move-keeps-data");
    assertThat(names(new Selection("patched", null, null))).isEqualTo(names(Selection.ALL));
  }

  @Test
  void unpatchedIsTheControlAlone() {
    assertThat(names(new Selection("unpatched", null, null)))
        .containsExactly(
            "debian-6.1-stock cow-bug-on",
            "debian-6.1-stock stale-read",
            "debian-6.1-stock move-keeps-data");
  }

  @Test
  void namesNarrow() {
    assertThat(names(new Selection("debian-6.1/v1-cow", null, "stale-read")))
        .containsExactly("debian-6.1/v1-cow stale-read");
    assertThat(names(new Selection(null, "v2-move-extents", null))).hasSize(3);
    assertThat(names(new Selection("debian-6.1, debian-6.1-stock", "v1-cow", "stale-read")))
        .as("in the order of the case")
        .containsExactly("debian-6.1-stock/v1-cow stale-read", "debian-6.1/v1-cow stale-read");
  }

  @Test
  void unknownNamesAreErrorsThatListTheKnown() {
    assertThatThrownBy(() -> names(new Selection("tpyo", null, null)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "unpatched, patched, debian-6.1-stock, debian-6.1, debian-6.1-stock/v1-cow");
    assertThatThrownBy(() -> names(new Selection(null, "v3", null)))
        .hasMessageContaining("v1-cow, v2-move-extents");
    assertThatThrownBy(() -> names(new Selection(null, null, "none")))
        .hasMessageContaining("cow-bug-on, stale-read, move-keeps-data");
    assertThatThrownBy(() -> names(new Selection("unpatched", "v1-cow", null)))
        .hasMessageContaining("has no patch");
  }

  private static List<String> names(Selection selection) {
    return selection.cells(MATRIX).stream().map(Cell::toString).toList();
  }
}
