package dev.kverdict.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kverdict.cluster.ClusterSimulation.Course;
import dev.kverdict.cluster.ClusterSimulation.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The figures of docs/scale.md. */
class ClusterSimulationTest {

  private static final int SEEDS = 5;

  /** 10,000 cells on 500 machines of which one in a hundred is lost. */
  private static final Setting USUAL =
      new Setting(10_000, 60, 0.8, 0.4, 2000, 500, 1, 420, 120, 150, 20, 1000);

  private static Course mean(Setting setting) {
    double seconds = 0;
    double ideal = 0;
    double lost = 0;
    double store = 0;
    int again = 0;
    int most = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Course course = ClusterSimulation.of(setting, seed);
      seconds += course.seconds() / SEEDS;
      ideal += course.ideal() / SEEDS;
      lost += course.lostSeconds() / SEEDS;
      store += course.storeSeconds() / SEEDS;
      again += course.again();
      most = Math.max(most, course.mostTries());
    }
    return new Course(seconds, ideal, lost, store, again / SEEDS, most);
  }

  private static String row(String what, Setting setting) {
    Course course = mean(setting);
    double machines = course.seconds() * setting.machines();
    return String.format(
        Locale.ROOT,
        "| %s | %.1f min | %.2f | %.1f %% | %.1f %% | %d |",
        what,
        course.seconds() / 60,
        course.seconds() / course.ideal(),
        100 * course.storeSeconds() / machines,
        100 * course.lostSeconds() / machines,
        course.mostTries());
  }

  private static List<String> table() {
    List<String> rows = new ArrayList<>();
    for (int shards : new int[] {500, 1000, 2000, 5000, 10_000}) {
      rows.add(row(shards + " shards", USUAL.withShards(shards)));
    }
    for (double store : new double[] {300, 100, 30}) {
      rows.add(row("2000 shards, a store of " + (int) store + " MB/s", USUAL.withStore(store)));
    }
    for (double lost : new double[] {0, 5, 20}) {
      rows.add(row("2000 shards, " + (int) lost + " % of the machines lost", USUAL.withLost(lost)));
    }
    rows.add(row("2000 shards, cells of spread 1.2", USUAL.withSpread(1.2)));
    return rows;
  }

  @Test
  void theDocumentHasTheseFigures() throws IOException {
    assertThat(Files.readAllLines(Path.of("../../docs/scale.md"))).containsSequence(table());
  }

  @Test
  void withoutAnythingToWaitForItIsTheSumOfTheCells() {
    Setting plain = new Setting(1000, 60, 0, 0, 100, 100, 0, 0, 0, 0, 0, 1);
    assertThat(ClusterSimulation.of(plain, 1).seconds()).isCloseTo(600, within(1e-6));
  }

  @Test
  void aStoreIsDividedAmongThoseThatUseIt() {
    Setting reading = new Setting(100, 60, 0, 0, 100, 100, 0, 0, 0, 10, 0, 100);
    Course course = ClusterSimulation.of(reading, 1);
    assertThat(course.seconds()).isCloseTo(60 + 10, within(1e-6));
    assertThat(course.storeSeconds()).isCloseTo(100 * 10, within(1e-4));
  }

  @Test
  void whatAMachineLosesIsDoneAgain() {
    Setting losing = new Setting(1000, 60, 1, 0.4, 500, 100, 10, 420, 0, 0, 0, 1000);
    Course course = ClusterSimulation.of(losing, 1);
    assertThat(course.again()).isBetween(1, 10);
    assertThat(course.lostSeconds()).isPositive();
    assertThat(course.seconds()).isGreaterThan(course.ideal());
  }
}
