package dev.kverdict.campaign;

import dev.kverdict.build.AppliedPatch;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.Builds;
import dev.kverdict.pool.Materials;
import dev.kverdict.pool.Pool;
import dev.kverdict.pool.Side;
import dev.kverdict.pool.TrialRuns;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.vm.Accelerator;
import java.util.Map;
import java.util.Optional;

/** The compilers and the machines of this host. */
record HostSource(Builds builds, Materials materials, Pool pool, ProbePoints points)
    implements Source {

  @Override
  public KernelBuild control(KernelDef kernel) {
    return builds.control(kernel);
  }

  @Override
  public Optional<AppliedPatch> applied(KernelDef kernel, PatchDef patch) {
    return builds.applied(kernel, patch);
  }

  @Override
  public KernelBuild patched(KernelDef kernel, PatchDef patch) {
    return builds.patched(kernel, patch);
  }

  @Override
  public Accelerator accelerator(Cell cell, KernelArtefact kernel) {
    return pool.accelerator(cell, kernel);
  }

  @Override
  public TrialRuns trials(Side side, Accelerator accelerator) {
    return pool.trials(side, accelerator);
  }

  @Override
  public TrialRuns unattended(Side side, Accelerator accelerator) {
    return pool.unattended(side, accelerator);
  }

  @Override
  public void release(Cell cell, KernelArtefact kernel) {
    pool.release(cell, kernel);
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
  public void close() {
    try (builds;
        materials) {
      pool.close();
    }
  }
}
