package dev.kverdict.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.model.Cell;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a run is cut, and what is never cut. */
class CuttingTest {

  @TempDir private Path folder;
  private Matrix matrix;
  private List<Cell> cells;
  private List<Unit> units;
  private Cutting cutting;

  @BeforeEach
  void read() throws IOException {
    matrix = new PlayedCase(folder).write().read().matrix();
    cells = Campaign.cells(matrix, CampaignOptions.of(matrix));
    units = Unit.of(matrix, cells, true, false);
    cutting = new Cutting(Costs.usual(matrix));
  }

  static Stream<Integer> numbers() {
    return IntStream.rangeClosed(1, 25).boxed();
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void everyCellIsInOneShardAndNoShardIsEmpty(int shards) {
    List<List<Unit>> cut = cutting.into(shards, units);
    assertThat(cut).hasSize(Math.min(shards, units.size())).doesNotContain(List.of());
    assertThat(cut.stream().flatMap(List::stream).flatMap(unit -> unit.cells().stream()))
        .containsExactlyInAnyOrderElementsOf(cells);
    assertThat(cut.stream().flatMap(List::stream).filter(Unit::claims)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void noShardTakesLongerThanItsShareAndTheDearestUnitWithAllControls(int shards) {
    long whole = cutting.millis(units);
    long dearest =
        units.stream().mapToLong(unit -> cutting.millis(List.of(unit))).max().orElseThrow();
    long controls =
        cells.stream()
            .map(Cell::kernel)
            .distinct()
            .mapToLong(kernel -> Costs.usual(matrix).control(kernel))
            .sum();
    for (List<Unit> shard : cutting.into(shards, units)) {
      assertThat(cutting.millis(shard)).isLessThanOrEqualTo(whole / shards + dearest + controls);
    }
  }

  @Test
  void theReproducersOfAPatchStayTogetherAndGuardsMayGo() {
    assertThat(units)
        .anySatisfy(
            unit ->
                assertThat(unit.cells())
                    .extracting(Cell::toString)
                    .containsExactly("a/wrong first", "a/wrong second", "a/wrong sometimes"))
        .anySatisfy(
            unit ->
                assertThat(unit.cells())
                    .extracting(Cell::toString)
                    .containsExactly("a/wrong holds"));
  }

  @Test
  void guardsStayIfSomethingIsAskedOfAllProgramsOfAPatch() {
    assertThat(Unit.of(matrix, cells, true, true))
        .anySatisfy(
            unit ->
                assertThat(unit.cells())
                    .extracting(Cell::toString)
                    .containsExactly(
                        "a/wrong first", "a/wrong second", "a/wrong sometimes", "a/wrong holds"));
  }

  @Test
  void claimsGoWithEveryCellOfThePatchesThatTheyAreAbout() {
    assertThat(units.stream().filter(Unit::claims).flatMap(unit -> unit.cells().stream()))
        .allSatisfy(cell -> assertThat(cell.patch().name()).isIn("right", "half"))
        .hasSize(16);
  }

  @Test
  void whatARunMeasuredCountsAndWhatCameFromTheStoreDoesNot() throws IOException {
    Cell cell = cells.get(0);
    try (EventLog log = EventLog.open(folder.resolve("events.jsonl"))) {
      log.append(new Event.BuildEnded("a", BuildOutcome.Kind.BUILT, 5000), false);
      log.append(new Event.BuildEnded("a/right", BuildOutcome.Kind.BUILT, 7000), false);
      for (int i = 1; i <= 3; i++) {
        TrialId id = new TrialId("a", "right", "first", TrialId.PLAIN, i);
        log.append(new Event.TrialEnded(id, Outcome.Kind.CLEAN, "", 100, i == 3, "x"), false);
      }
    }
    Costs measured = Costs.measured(matrix, folder);
    assertThat(cell).hasToString("a/right first");
    assertThat(measured.build(cell)).isEqualTo(7000);
    assertThat(measured.trials(cell)).isEqualTo(200);
    assertThat(measured.control(cell.kernel()))
        .isLessThan(Costs.usual(matrix).control(cell.kernel()));
    assertThat(measured.trials(cells.get(1))).isEqualTo(Costs.usual(matrix).trials(cells.get(1)));
  }
}
