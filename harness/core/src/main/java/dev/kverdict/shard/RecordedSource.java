package dev.kverdict.shard;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.build.AppliedPatch;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.campaign.Source;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.KernelBuilds;
import dev.kverdict.pool.Side;
import dev.kverdict.pool.TrialMachines;
import dev.kverdict.pool.TrialRuns;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Event;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.vm.Accelerator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The kernels and trials that a shard left: nothing is built and nothing boots. */
final class RecordedSource implements Source, KernelBuilds, TrialMachines {

  private final ShardFolder shard;
  private final Store store;
  private final RecordedTrials trials;
  private final ProbePoints points;
  private final Map<String, KernelBuild> builds = new HashMap<>();

  /**
   * @param store for kernels, as long as they are judged
   * @param folder where the evidence goes
   */
  RecordedSource(
      ShardFolder shard, Lane lane, Store store, RunFolder folder, Consumer<Event> events) {
    this.shard = shard;
    this.store = store;
    this.trials = new RecordedTrials(shard, lane, folder, events);
    this.points = new ProbePoints(lane, store);
  }

  @Override
  public KernelBuilds builds() {
    return this;
  }

  @Override
  public TrialMachines machines() {
    return this;
  }

  @Override
  public KernelBuild control(KernelDef kernel) {
    return build(kernel.name());
  }

  @Override
  public Optional<AppliedPatch> applied(KernelDef kernel, PatchDef patch) {
    Manifest.Applied applied = shard.manifest().applied().get(name(kernel, patch));
    return Optional.ofNullable(applied)
        .map(one -> new AppliedPatch(Optional.ofNullable(one.refused()), one.digest()));
  }

  @Override
  public KernelBuild patched(KernelDef kernel, PatchDef patch) {
    String mistake = shard.manifest().mistakes().get(name(kernel, patch));
    if (mistake != null) {
      // what is wrong, then how to fix it, which may have lines of its own
      String[] parts = mistake.split("; ", 2);
      throw new UserError("", parts[0], parts.length == 1 ? "" : parts[1]);
    }
    return build(name(kernel, patch));
  }

  private static String name(KernelDef kernel, PatchDef patch) {
    return kernel.name() + "/" + patch.name();
  }

  private synchronized KernelBuild build(String name) {
    KernelBuild known = builds.get(name);
    if (known == null) {
      known = read(name);
      builds.put(name, known);
    }
    return known;
  }

  private KernelBuild read(String name) {
    Manifest.Build build = shard.manifest().builds().get(name);
    if (build == null) {
      throw shard.error("the build of " + name + " is missing");
    }
    String key = build.key();
    boolean built = build.outcome().kind() == BuildOutcome.Kind.BUILT;
    if (built != (key != null)) {
      throw shard.error("the build of " + name + " contradicts itself");
    }
    return key == null
        ? KernelBuild.failed(build.outcome())
        : new KernelBuild(build.outcome(), Optional.of(kernel(name, build, key)));
  }

  private KernelArtefact kernel(String name, Manifest.Build build, String key) {
    try {
      Entry entry =
          store.obtain(
              new Key("kernel", key),
              into -> shard.copy(shard.path().resolve(KeptKernels.FOLDER).resolve(key), into));
      KernelArtefact kernel = new KernelArtefact(entry);
      if (!kernel.codeDigest().equals(build.outcome().digest())) {
        throw shard.error("the kernel " + name + " is another one than was built");
      }
      return kernel;
    } catch (IllegalArgumentException | InfraError e) {
      throw shard.error("the kernel " + name + " cannot be read: " + e.getMessage());
    }
  }

  @Override
  public Accelerator accelerator(Cell cell, KernelArtefact kernel) {
    String label = shard.manifest().host().accelerators().get(cell.kernel().name());
    return Arrays.stream(Accelerator.values())
        .filter(one -> one.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> shard.error("the accelerator of " + cell.kernel().name() + " is missing"));
  }

  @Override
  public TrialRuns trials(Side side, Accelerator accelerator) {
    return trials.of(side);
  }

  @Override
  public TrialRuns unattended(Side side, Accelerator accelerator) {
    return trials.of(side);
  }

  @Override
  public String qemuVersion() {
    return shard.manifest().host().qemu();
  }

  @Override
  public void release(Cell cell, KernelArtefact kernel) {
    // what was recorded needs no machine
  }

  @Override
  public Map<String, DiscardedMachine> discarded() {
    return trials.discarded();
  }

  @Override
  public Optional<String> userlandText(ReproducerDef program) {
    return Optional.empty(); // the shard itself has noted it
  }

  @Override
  public ProbePoints points() {
    return points;
  }

  @Override
  public synchronized void close() {
    trials.close();
    builds.values().forEach(build -> build.artefact().ifPresent(KernelArtefact::close));
  }
}
