package dev.kverdict.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.ForwardingLane;
import dev.kverdict.host.RunningProgram;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.CaseParts;
import dev.kverdict.model.Cell;
import dev.kverdict.model.Credits;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Running;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.trial.Probe;
import dev.kverdict.vm.Accelerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machines of a run on a host where the compiler works and QEMU does not start. */
class PoolTest {

  /** Compiles, but starts no QEMU. */
  private static final class WithoutQemu extends ForwardingLane {
    final List<String> refused = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
      return "without QEMU";
    }

    @Override
    public RunningProgram start(Command command) {
      refused.add(command.argv().get(0));
      throw new InfraError("no memory for QEMU");
    }
  }

  private final WithoutQemu lane = new WithoutQemu();
  private final ExecutorService pumps = Executors.newCachedThreadPool();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;
  private Store store;
  private Materials materials;
  private Cell cell;
  private KernelArtefact kernel;
  private Matrix matrix;

  @BeforeEach
  void make() throws IOException {
    Path source = Files.writeString(folder.resolve("quick.c"), "int main(void) { return 0; }\n");
    ReproducerDef program =
        new ReproducerDef(
            "quick",
            ProgramDef.c(source),
            Running.on(null, Duration.ofSeconds(1), SnapshotPoint.BEFORE_MOUNT),
            List.of(),
            null,
            List.of());
    cell = new Cell(CaseParts.kernel("k"), null, program);
    matrix =
        new Matrix(
            "case",
            new Credits(null, null),
            folder.resolve("m.yaml"),
            folder,
            new Matrix.Parts(
                Map.of("k", cell.kernel()),
                Map.of(),
                Map.of(),
                Map.of("quick", program),
                Map.of(),
                List.of()),
            Defaults.BUILT_IN);
    store = new Store(folder.resolve("v1"), lane, 1 << 30);
    Executor here = Runnable::run;
    materials = new Materials(environment(), store, matrix, List.of(program), here, event -> {});
    try (Entry built =
        store.obtain(
            Key.of("kernel", 1),
            into -> {
              KernelArtefact.write(into, new KernelArtefact.Facts(1, "6.1", Map.of(), "code"));
              Files.writeString(into.resolve("config"), "CONFIG_BUG=y\n");
              Files.createDirectories(into.resolve("modules"));
            })) {
      kernel = new KernelArtefact(built);
    }
  }

  @AfterEach
  void end() {
    materials.close();
    pumps.shutdown();
  }

  private Environment environment() {
    return new Environment(lane, folder.resolve("v1"), 1 << 30, null);
  }

  private Pool pool(RunFolder run, boolean fresh) {
    return new Pool(environment(), store, matrix, materials, run, pumps, fresh, 3, events::add);
  }

  private RunFolder run() {
    return RunFolder.create(folder.resolve("runs"), "case");
  }

  private static TrialId id(int number) {
    return new TrialId("k", null, "quick", TrialId.PLAIN, number);
  }

  @Test
  void aTrialThatTheHostFailsIsTriedThreeTimesAndEachIsRecorded() throws IOException {
    RunFolder run = run();
    try (Pool pool = pool(run, false)) {
      Trial trial =
          pool.trials(Side.control(cell, kernel), Accelerator.TCG)
              .run(id(1), List.of(), false, null, () -> {});
      assertThat(trial.outcome().kind()).isEqualTo(Outcome.Kind.INFRA);
      assertThat(trial.outcome().detail()).contains("no memory for QEMU");
    }
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(run.where(id(1), attempt)).isDirectoryContaining("glob:**ending.json");
    }
    assertThat(run.where(id(1), 4)).doesNotExist();
    assertThat(lane.refused).hasSize(3);
    assertThat(events).filteredOn(Event.TrialStarted.class::isInstance).hasSize(3);
    assertThat(events)
        .filteredOn(Event.TrialEnded.class::isInstance)
        .extracting(event -> ((Event.TrialEnded) event).folder())
        .containsExactly(
            "trials/k/quick/1", "trials/k/quick/1.attempt2", "trials/k/quick/1.attempt3");
  }

  @Test
  void whatTheHostFailedIsNoEvidence() {
    for (int i = 1; i <= 2; i++) {
      try (Pool pool = pool(run(), false)) {
        var unused =
            pool.trials(Side.control(cell, kernel), Accelerator.TCG)
                .run(id(1), List.of(), false, null, () -> {});
      }
      assertThat(lane.refused).as("nothing was kept, so all of it runs again").hasSize(3 * i);
    }
  }

  @Test
  void aSnapshotThatCannotBeMadeIsGivenUpOnceAndTrialsBoot() {
    try (Pool pool = pool(run(), false)) {
      TrialRuns runs = pool.trials(Side.control(cell, kernel), Accelerator.TCG);
      Trial first = runs.run(id(1), List.of(), true, null, () -> {});
      assertThat(first.outcome().snapshot()).isNull();
      assertThat(lane.refused).as("one to save, three to boot").hasSize(4);
      var unused = runs.run(id(3), List.of(), true, null, () -> {});
      assertThat(lane.refused).as("the same snapshot is not tried again").hasSize(7);
      assertThat(runs.discarded(first.outcome())).isFalse();
      assertThat(pool.discarded()).isEmpty();
    }
    assertThat(events)
        .contains(
            new Event.Note("no snapshot of k before-mount, trials do without: no memory for QEMU"));
  }

  @Test
  void aSharedBootThatCannotBeMadeIsGivenUpAndGuestsBootForThemselves() {
    KernelDef plain = cell.kernel();
    KernelDef modular =
        new KernelDef(
            "k", plain.source(), plain.config(), plain.prepare(), List.of("minix"), plain.guest());
    Side side = Side.control(new Cell(modular, null, cell.program()), kernel);
    try (Pool pool = pool(run(), false)) {
      TrialRuns runs = pool.trials(side, Accelerator.TCG);
      var unused = runs.run(id(1), List.of(), true, null, () -> {});
      assertThat(lane.refused).as("the boot, one to save without, three to boot").hasSize(5);
      var counted = runs.run(id(3), List.of(new Probe("p0", "minix:f+0x1")), true, null, () -> {});
      assertThat(lane.refused).as("the same boot is not tried again").hasSize(8);
      assertThat(counted.outcome().snapshot()).isNull();
    }
    assertThat(events)
        .contains(
            new Event.Note(
                "no snapshot of k before-modules, trials do without: no memory for QEMU"));
  }

  @Test
  void aKernelThatNeverRanOnKvmIsEmulated() {
    try (Pool pool = pool(run(), false)) {
      assertThat(pool.accelerator(cell, kernel)).isEqualTo(Accelerator.TCG);
      assertThat(pool.accelerator(cell, kernel)).isEqualTo(Accelerator.TCG);
      assertThat(lane.refused).as("asked at most once").hasSizeLessThan(2);
    }
    assertThat(events)
        .hasSize(2)
        .allMatch(event -> ((Event.Note) event).text().startsWith("accelerator tcg: "));
  }
}
