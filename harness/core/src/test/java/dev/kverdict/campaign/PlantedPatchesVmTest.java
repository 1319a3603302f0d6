package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Patches whose worth is known by construction, judged as any patch is. A part of them in every
 * run; all of them with {@code -Dplanted=all}.
 */
@Tag("vm")
class PlantedPatchesVmTest {

  private static final Matrix CASE = MatrixReader.read(Path.of("src/test/planted/case.yaml"));

  /** What came out, by kind: results with how often they came. */
  private static final Map<PlantedPatch.Kind, Map<VerdictClass, Integer>> TABLE =
      new EnumMap<>(PlantedPatch.Kind.class);

  private static final List<String> LINES = new ArrayList<>();

  @TempDir private Path folder;

  static Stream<PlantedPatch> patches() throws IOException {
    boolean all = "all".equals(System.getProperty("planted"));
    return PlantedPatch.all().stream().filter(patch -> all || patch.everyRun());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("patches")
  void judgedByWhatItIsWorth(PlantedPatch planted) throws IOException {
    Path file = Files.writeString(folder.resolve(planted.name() + ".patch"), planted.text());
    Matrix matrix = CASE.with(new PatchDef(planted.name(), PatchSet.read(List.of(file)), Map.of()));
    CampaignOptions options = CampaignOptions.of(matrix).writingTo(folder);
    RunResult result;
    try (Campaign campaign = Campaign.start(matrix, options, Environment.ofSystem(), e -> {})) {
      result = campaign.finish();
    }
    Map<String, VerdictKind> verdicts = new TreeMap<>();
    result.verdicts().forEach(j -> verdicts.put(j.verdict().repro(), j.verdict().kind()));
    VerdictClass outcome = result.patches().get(0).result();
    TABLE
        .computeIfAbsent(planted.kind(), kind -> new EnumMap<>(VerdictClass.class))
        .merge(outcome, 1, Integer::sum);
    LINES.add("planted %-12s %-9s %s".formatted(planted.name(), outcome, verdicts));
    System.out.println(LINES.get(LINES.size() - 1));

    if (planted.kind() == PlantedPatch.Kind.RIGHT) {
      assertThat(verdicts.values()).containsOnly(VerdictKind.FIXED);
    } else {
      assertThat(outcome).isNotEqualTo(VerdictClass.PASS);
    }
    if (planted.kind() == PlantedPatch.Kind.HALF) {
      assertThat(verdicts)
          .containsEntry("cow-bug-on", VerdictKind.FIXED)
          .containsEntry("stale-read", VerdictKind.NOT_FIXED);
    }
  }

  @AfterAll
  static void table() {
    System.out.printf("%-9s", "planted");
    for (VerdictClass column : VerdictClass.values()) {
      System.out.printf(" %9s", column);
    }
    System.out.println();
    TABLE.forEach(
        (kind, row) ->
            System.out.println(
                "%-9s".formatted(kind.name().toLowerCase(java.util.Locale.ROOT))
                    + Stream.of(VerdictClass.values())
                        .map(column -> " %9d".formatted(row.getOrDefault(column, 0)))
                        .collect(Collectors.joining())));
  }
}
