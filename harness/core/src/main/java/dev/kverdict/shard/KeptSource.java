package dev.kverdict.shard;

import dev.kverdict.build.AppliedPatch;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.campaign.Source;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.Side;
import dev.kverdict.pool.TrialRuns;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.vm.Accelerator;
import java.util.Map;
import java.util.Optional;

/**
 * A source whose kernels are kept for merging.
 *
 * @param source the source itself
 */
record KeptSource(Source source, KeptKernels kernels) implements Source {

  @Override
  public KernelBuild control(KernelDef kernel) {
    return kernels.keep(kernel.name(), source.control(kernel));
  }

  @Override
  public Optional<AppliedPatch> applied(KernelDef kernel, PatchDef patch) {
    return source.applied(kernel, patch);
  }

  @Override
  public KernelBuild patched(KernelDef kernel, PatchDef patch) {
    return kernels.keep(kernel.name() + "/" + patch.name(), source.patched(kernel, patch));
  }

  @Override
  public Accelerator accelerator(Cell cell, KernelArtefact kernel) {
    return source.accelerator(cell, kernel);
  }

  @Override
  public TrialRuns trials(Side side, Accelerator accelerator) {
    return source.trials(side, accelerator);
  }

  @Override
  public TrialRuns unattended(Side side, Accelerator accelerator) {
    return source.unattended(side, accelerator);
  }

  @Override
  public void release(Cell cell, KernelArtefact kernel) {
    source.release(cell, kernel);
  }

  @Override
  public String qemuVersion() {
    return source.qemuVersion();
  }

  @Override
  public Map<String, DiscardedMachine> discarded() {
    return source.discarded();
  }

  @Override
  public Optional<String> userlandText(ReproducerDef program) {
    return source.userlandText(program);
  }

  @Override
  public ProbePoints points() {
    return source.points();
  }

  @Override
  public void close() {
    source.close();
  }
}
