package dev.kverdict.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.HostLane;
import dev.kverdict.kernel.CompiledModule;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.model.CaseParts;
import dev.kverdict.patch.PatchedPlace;
import dev.kverdict.pool.KernelUnderTest;
import dev.kverdict.pool.ScriptedKernel;
import dev.kverdict.pool.ScriptedTrial;
import dev.kverdict.trial.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceProbesTest {

  @TempDir private Path folder;
  private KernelArtefact kernel;
  private ProbePoints points;

  @BeforeEach
  void compile() {
    CountedCase counted = CountedCase.in(folder);
    points = counted.points();
    kernel =
        counted
            .script()
            .tested(false)
            .side(null, CaseParts.crash("cow"))
            .map(KernelUnderTest::artefact)
            .orElseThrow();
  }

  private static PatchedPlace place(
      NavigableSet<Integer> before, NavigableSet<Integer> after, boolean deletion, String not) {
    return new PatchedPlace(CountedCase.FILE, "a place", "f", before, after, deletion, not);
  }

  private static NavigableSet<Integer> lines(Integer... lines) {
    return new TreeSet<>(List.of(lines));
  }

  @Test
  void eachSideWatchesItsOwnLines() {
    List<PatchedPlace> places = List.of(place(lines(5), lines(6), false, ""));
    List<Probe> before = PlaceProbes.before(points, kernel, places).all();
    List<Probe> after = PlaceProbes.after(points, kernel, places).all();
    assertThat(before).isNotEmpty();
    assertThat(after).isNotEmpty();
    assertThat(before).extracting(Probe::where).allMatch(where -> where.startsWith("small:"));
    assertThat(before.get(0).where()).isNotEqualTo(after.get(0).where());
  }

  @Test
  void aPlaceCountsByItsBusiestLine() {
    List<PatchedPlace> places =
        List.of(place(lines(5), lines(5, 6), false, ""), place(lines(14), lines(14), false, ""));
    PlaceProbes probes = PlaceProbes.after(points, kernel, places);
    List<Probe> all = probes.all();
    assertThat(all).extracting(Probe::name).doesNotHaveDuplicates().hasSizeGreaterThan(2);
    assertThat(all.get(all.size() - 1).where()).startsWith("small:g+");
    Map<String, Long> hits = Map.of("p0", 2L, "p1", 7L, all.get(all.size() - 1).name(), 40L);
    assertThat(probes.count(0, hits)).isEqualTo(7);
    assertThat(probes.count(1, hits)).isEqualTo(40);
    assertThat(probes.count(1, Map.of("p0", 2L))).as("armed, but not reported").isNull();
    assertThat(probes.count(2, hits)).as("no such place").isNull();
  }

  @Test
  void aDeletionIsWatchedByItsFunction() {
    PatchedPlace deletion = place(lines(5), lines(5), true, "");
    PlaceProbes after = PlaceProbes.after(points, kernel, List.of(deletion));
    List<String> names = after.all().stream().map(Probe::name).toList();
    assertThat(after.entries(0, Map.of(names.get(names.size() - 1), 3L))).isEqualTo(3);
    assertThat(after.count(0, Map.of("p0", 1L))).isEqualTo(1);
    assertThat(PlaceProbes.before(points, kernel, List.of(deletion)).entries(0, Map.of())).isNull();
    PatchedPlace edit = place(lines(5), lines(5), false, "");
    assertThat(PlaceProbes.after(points, kernel, List.of(edit)).all())
        .hasSizeLessThan(names.size());
  }

  @Test
  void whatHasNoInstructionsIsNotWatched() {
    PatchedPlace comment = place(lines(5), lines(5), true, "a comment");
    assertThat(PlaceProbes.before(points, kernel, List.of(comment)).all()).isEmpty();
    assertThat(PlaceProbes.after(points, kernel, List.of(comment)).all()).isEmpty();
  }

  @Test
  void manyPlacesShareTheProbesThereAre() {
    List<PatchedPlace> places = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      places.add(place(lines(5), lines(5), true, ""));
    }
    List<Probe> before = PlaceProbes.before(points, kernel, places).all();
    assertThat(before).hasSize(400);
    assertThat(before).extracting(Probe::name).doesNotHaveDuplicates();
    assertThat(PlaceProbes.after(points, kernel, places).all()).hasSize(400);
  }

  @Test
  void noPlaceTakesTheProbesOfAnother() throws IOException {
    String many =
        IntStream.rangeClosed(1, 300)
            .mapToObj(i -> "\tseen = x + " + i + ";\n")
            .collect(Collectors.joining());
    KernelArtefact large =
        new ScriptedKernel(
                Files.createDirectory(folder.resolve("large")),
                (id, probes, snapshot) -> ScriptedTrial.clean(id).on(snapshot))
            .controlIs(
                "",
                new CompiledModule(
                        new HostLane(),
                        CountedCase.FILE,
                        "int volatile seen;\nvoid f(int x)\n{\n" + many + "}\n")
                    ::write)
            .control(CaseParts.kernel("k"))
            .artefact()
            .orElseThrow();
    PatchedPlace place =
        place(
            IntStream.rangeClosed(4, 303).boxed().collect(Collectors.toCollection(TreeSet::new)),
            lines(),
            false,
            "");
    PlaceProbes probes = PlaceProbes.before(points, large, List.of(place, place));
    Map<String, Long> all =
        probes.all().stream().collect(Collectors.toMap(Probe::name, probe -> 1L));
    assertThat(all).hasSize(400);
    assertThat(probes.count(1, Map.of("p200", 1L))).as("the second half").isEqualTo(1);
    assertThat(probes.count(0, Map.of("p200", 1L))).isNull();
  }
}
