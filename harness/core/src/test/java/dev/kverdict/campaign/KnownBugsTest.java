package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.record.Worth;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of known bugs, without running them: they are complete, and documented as they are. */
class KnownBugsTest {

  private static final Path ROOT = Path.of("../..");

  static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("ci/cases"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyPatchHasAVerdictForEveryProgram(Path file) {
    Matrix matrix = MatrixReader.read(file);

    assertThat(file).hasFileName(matrix.caseName() + ".yaml");
    assertThat(matrix.guards()).isNotEmpty();
    for (PatchDef patch : matrix.patches().values()) {
      assertThat(patch.expect().keySet())
          .as(patch.name())
          .containsExactlyInAnyOrderElementsOf(programs(matrix));
    }
  }

  /** Right ones, and wrong ones of several kinds. */
  @ParameterizedTest
  @MethodSource("cases")
  void rightPatchesAreAtLeastTwoAndWrongOnesMore(Path file) {
    long right =
        MatrixReader.read(file).patches().values().stream()
            .filter(patch -> Set.of(VerdictKind.FIXED.name()).containsAll(patch.expect().values()))
            .count();

    assertThat(right).isGreaterThanOrEqualTo(2);
    assertThat(MatrixReader.read(file).patches().size() - right).isGreaterThan(right);
  }

  /**
   * A case says it of each patch or of none; a verdict on a wrong patch is never FIXED throughout.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void whatPatchesAreWorthAgreesWithTheirVerdicts(Path file) {
    Collection<PatchDef> patches = MatrixReader.read(file).patches().values();

    assertThat(patches.stream().map(patch -> patch.worth() == null).distinct()).hasSize(1);
    for (PatchDef patch : patches) {
      Worth worth = patch.worth();
      if (worth != null) {
        assertThat(Set.of(VerdictKind.FIXED.name()).containsAll(patch.expect().values()))
            .as(patch.name())
            .isEqualTo(worth.right());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theDocumentSaysWhatTheCaseExpects(Path file) throws IOException {
    Matrix matrix = MatrixReader.read(file);
    String document = Files.readString(ROOT.resolve("docs/cases.md"));
    String section =
        document.split("(?m)^## " + matrix.caseName() + "$", 2)[1].split("(?m)^## ", 2)[0];

    for (PatchDef patch : matrix.patches().values()) {
      assertThat(section)
          .as("write it anew: ./kverdict report --cases RUNS > docs/cases.md")
          .contains(
              programs(matrix).stream()
                  .map(program -> patch.expect().get(program).replace("_", "\\_"))
                  .collect(Collectors.joining(" | ", "\n| " + patch.name() + " | ", " |\n")));
    }
  }

  private static List<String> programs(Matrix matrix) {
    List<String> programs = new ArrayList<>(matrix.reproducers().keySet());
    programs.addAll(matrix.guards().keySet());
    return programs;
  }
}
