package dev.kverdict.capsule;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.build.AppliedPatch;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.campaign.Source;
import dev.kverdict.image.ImageMaker;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.KernelBuilds;
import dev.kverdict.pool.Materials;
import dev.kverdict.pool.Pool;
import dev.kverdict.pool.TrialMachines;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Event;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Store;
import dev.kverdict.verdict.Counting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kernels of a capsule, and machines of this host: nothing is built. */
final class CapsuleSource implements Source, KernelBuilds {

  private final CapsuleMachines machines;
  private final Materials materials;
  private final Pool pool;
  private final ProbePoints points;
  private final ExecutorService pumps;

  /**
   * @param store a store that nobody else has
   * @param folder where the evidence goes
   */
  CapsuleSource(
      CapsuleMachines machines,
      Matrix matrix,
      Environment environment,
      Store store,
      RunFolder folder,
      Consumer<Event> events) {
    this.machines = machines;
    requireCheckers(matrix, new ImageMaker(environment.lane(), store));
    List<ReproducerDef> programs =
        Stream.concat(matrix.reproducers().values().stream(), matrix.guards().values().stream())
            .toList();
    this.materials = new Materials(environment.lane(), store, machines.made(programs), programs);
    this.points = new ProbePoints(environment.lane(), store);
    this.pumps =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "kverdict-replay-pump");
              thread.setDaemon(true);
              return thread;
            });
    this.pool =
        new Pool(
            environment,
            store,
            matrix,
            materials,
            folder,
            pumps,
            true,
            Counting.patchedBoots(matrix.defaults().confidence()),
            events);
  }

  /** That one is missing here is no mistake of the capsule's. */
  private static void requireCheckers(Matrix matrix, ImageMaker maker) {
    try {
      matrix.images().values().forEach(maker::requireChecker);
    } catch (UserError e) {
      throw new InfraError(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public KernelBuilds builds() {
    return this;
  }

  @Override
  public KernelBuild control(KernelDef kernel) {
    return build(kernel.name());
  }

  @Override
  public Optional<AppliedPatch> applied(KernelDef kernel, PatchDef patch) {
    return Optional.empty(); // there is no source
  }

  @Override
  public KernelBuild patched(KernelDef kernel, PatchDef patch) {
    return build(kernel.name() + "/" + patch.name());
  }

  private KernelBuild build(String name) {
    @Nullable KernelArtefact kernel = machines.kernel(name);
    return kernel == null
        ? KernelBuild.failed(BuildOutcome.hostFault(List.of("the capsule has no kernel " + name)))
        : new KernelBuild(BuildOutcome.built(kernel.codeDigest()), Optional.of(kernel));
  }

  @Override
  public TrialMachines machines() {
    return pool;
  }

  @Override
  public String qemuVersion() {
    return pool.qemuVersion();
  }

  @Override
  public Map<String, DiscardedMachine> discarded() {
    return pool.discarded();
  }

  @Override
  public Optional<String> userlandText(ReproducerDef program) {
    return materials.userlandText(program);
  }

  @Override
  public ProbePoints points() {
    return points;
  }

  @Override
  public void close() {
    try (materials) {
      pool.close();
    }
    pumps.shutdown();
  }
}
