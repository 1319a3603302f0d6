package dev.kverdict.campaign;

import dev.kverdict.kernel.KernelBuilder;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.matrix.KernelDef;
import dev.kverdict.matrix.Matrix;
import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.record.Event;
import dev.kverdict.store.Store;
import dev.kverdict.verdict.Counting;
import java.util.List;
import java.util.function.Consumer;

/** What kernels are built with and trials are run on, leased until it is closed. */
final class Workshop implements AutoCloseable {

  private final Builds builds;
  private final Materials materials;
  private final TrialBench bench;
  private final Threads threads;
  private final CellTrials trials;
  private final ProbePoints points;
  private final RunFolder folder;
  private final CampaignOptions options;

  /**
   * @param programs what is going to run
   * @param trials how many trials a cell gets
   */
  Workshop(
      Environment environment,
      Matrix matrix,
      List<ReproducerDef> programs,
      CampaignOptions options,
      RunFolder folder,
      Threads threads,
      CellTrials trials,
      Consumer<Event> events) {
    Store store = environment.openStore();
    BuildLogs logs = new BuildLogs(folder);
    KernelBuilder builder =
        new KernelBuilder(environment.lane(), store, new BuildTeller(events, logs));
    this.builds = new Builds(builder, logs, events);
    this.materials = new Materials(environment.lane(), store, matrix, programs, threads.cells());
    this.bench =
        new TrialBench(
            environment.lane(),
            store,
            matrix,
            materials,
            folder,
            threads.pumps(),
            options.extras().contains(CampaignOptions.Extra.FRESH),
            Counting.patchedBoots(options.effort().confidence()),
            environment.holder(),
            events);
    this.folder = folder;
    this.threads = threads;
    this.trials = trials;
    this.points = new ProbePoints(environment.lane(), store);
    this.options = options;
  }

  /** Builds a control. The program is what the accelerator is tried with. */
  KernelRun kernel(KernelDef kernel, ReproducerDef first) {
    return new KernelRun(
        kernel,
        builds,
        bench,
        threads,
        trials,
        points,
        folder,
        options.accelerator(),
        first,
        options.restoring());
  }

  Materials materials() {
    return materials;
  }

  TrialBench bench() {
    return bench;
  }

  ProbePoints points() {
    return points;
  }

  String qemuVersion() {
    return bench.qemuVersion();
  }

  @Override
  public void close() {
    try (builds;
        materials) {
      bench.close();
    }
  }
}
