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
  private final Source source;

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
    this(
        options,
        folder,
        threads,
        host(environment, matrix, programs, options, folder, threads, events));
  }

  /**
   * @param source where kernels and trials come from; closed with this
   */
  CampaignResources(CampaignOptions options, RunFolder folder, Threads threads, Source source) {
    this.options = options;
    this.folder = folder;
    this.threads = threads;
    this.source = source;
  }

  /** Returns the compilers and machines of this host, with compiled programs and made images. */
  static HostSource host(
      Environment environment,
      Matrix matrix,
      List<ReproducerDef> programs,
      CampaignOptions options,
      RunFolder folder,
      Threads threads,
      Consumer<Event> events) {
    Store store = environment.openStore();
    BuildLogs logs = new BuildLogs(folder);
    KernelBuilder builder =
        new KernelBuilder(
            environment.lane(),
            store,
            environment.kernels(),
            new BuildEvents(events, environment.onlooker(), logs));
    Builds builds = new Builds(builder, logs, events, matrix.ownKernels().size() > 1);
    Materials materials =
        new Materials(environment, store, matrix, programs, threads.cells(), events);
    Pool pool =
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
    return new HostSource(builds, materials, pool, new ProbePoints(environment.lane(), store));
  }

  /**
   * Builds a control and chooses what it runs on.
   *
   * @param first what the accelerator is tried with
   */
  public TestedKernel kernel(KernelDef kernel, ReproducerDef first) {
    return TestedKernel.build(
        kernel,
        source.builds(),
        source.machines(),
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
        new ReachedEvidence(source.points(), threads.cells()),
        new TripwireTrials(folder),
        new SparedControl(folder),
        threads.cells());
  }

  /** Counts how often functions run. */
  LineEvidence lines() {
    return new LineEvidence(source.points());
  }

  /** Where kernels and trials come from. */
  Source source() {
    return source;
  }

  /** Programs, images and initramfs of this host's machines. */
  public Materials materials() {
    return host().materials();
  }

  /** The machines of this host. */
  public Pool pool() {
    return host().pool();
  }

  private HostSource host() {
    if (source instanceof HostSource host) {
      return host;
    }
    throw new IllegalStateException("nothing runs on this host");
  }

  @Override
  public void close() {
    source.close();
  }
}
