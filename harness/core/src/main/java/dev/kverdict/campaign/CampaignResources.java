package dev.kverdict.campaign;

import dev.kverdict.build.KernelBuilder;
import dev.kverdict.evidence.LineEvidence;
import dev.kverdict.evidence.ReachedEvidence;
import dev.kverdict.evidence.SparedControl;
import dev.kverdict.evidence.TripwireTrials;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.Builds;
import dev.kverdict.pool.Materials;
import dev.kverdict.pool.Pool;
import dev.kverdict.pool.TestedKernel;
import dev.kverdict.pool.Threads;
import dev.kverdict.record.Event;
import dev.kverdict.run.BuildEvents;
import dev.kverdict.run.BuildLogs;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.sampling.CellTrials;
import dev.kverdict.store.Store;
import dev.kverdict.verdict.Counting;
import java.util.List;
import java.util.function.Consumer;

/** Everything that a run builds kernels and runs trials with, leased until it is closed. */
public final class CampaignResources implements AutoCloseable {

  private final CampaignOptions options;
  private final RunFolder folder;
  private final Threads threads;
  private final Builds builds;
  private final Materials materials;
  private final Pool pool;
  private final ProbePoints points;

  /**
   * Compiles the programs and makes their images.
   *
   * @param programs what is going to run
   */
  public CampaignResources(
      Environment environment,
      Matrix matrix,
      List<ReproducerDef> programs,
      CampaignOptions options,
      RunFolder folder,
      Threads threads,
      Consumer<Event> events) {
    this.options = options;
    this.folder = folder;
    this.threads = threads;
    Store store = environment.openStore();
    BuildLogs logs = new BuildLogs(folder);
    KernelBuilder builder =
        new KernelBuilder(
            environment.lane(), store, new BuildEvents(events, environment.onlooker(), logs));
    this.builds = new Builds(builder, logs, events, matrix.ownKernels().size() > 1);
    this.materials = new Materials(environment, store, matrix, programs, threads.cells(), events);
    this.pool =
        new Pool(
            environment,
            store,
            matrix,
            materials,
            folder,
            threads.pumps(),
            options.extras().contains(CampaignOptions.Extra.FRESH),
            Counting.patchedBoots(options.effort().confidence()),
            events);
    this.points = new ProbePoints(environment.lane(), store);
  }

  /**
   * Builds a control and chooses what it runs on.
   *
   * @param first what the accelerator is tried with
   */
  public TestedKernel kernel(KernelDef kernel, ReproducerDef first) {
    return TestedKernel.build(
        kernel,
        builds,
        pool,
        threads.machines(),
        options.accelerator(),
        first,
        options.restoring());
  }

  /** Builds a kernel and returns the run of its cells. */
  KernelRun run(KernelDef kernel, ReproducerDef first, CellTrials trials) {
    return new KernelRun(
        kernel(kernel, first),
        trials,
        new ReachedEvidence(points, threads.cells()),
        new TripwireTrials(folder),
        new SparedControl(folder),
        threads.cells());
  }

  /** Counts how often functions run. */
  LineEvidence lines() {
    return new LineEvidence(points);
  }

  /** Programs, images and initramfs. */
  public Materials materials() {
    return materials;
  }

  /** The machines. */
  public Pool pool() {
    return pool;
  }

  @Override
  public void close() {
    try (builds;
        materials) {
      pool.close();
    }
  }
}
