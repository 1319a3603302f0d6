package dev.kverdict.shard;

import dev.kverdict.UserError;
import dev.kverdict.build.AppliedPatch;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.campaign.Source;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.KernelBuilds;
import dev.kverdict.pool.TrialMachines;
import dev.kverdict.record.DiscardedMachine;
import java.util.Map;
import java.util.Optional;

/**
 * A source whose kernels are kept for merging.
 *
 * @param source the source itself
 */
record KeptSource(Source source, KeptKernels kernels) implements Source {

  @Override
  public KernelBuilds builds() {
    KernelBuilds builds = source.builds();
    return new KernelBuilds() {
      @Override
      public KernelBuild control(KernelDef kernel) {
        return kernels.keep(kernel.name(), builds.control(kernel));
      }

      @Override
      public Optional<AppliedPatch> applied(KernelDef kernel, PatchDef patch) {
        return kernels.keep(name(kernel, patch), builds.applied(kernel, patch));
      }

      @Override
      public KernelBuild patched(KernelDef kernel, PatchDef patch) {
        try {
          return kernels.keep(name(kernel, patch), builds.patched(kernel, patch));
        } catch (UserError e) {
          throw kernels.keep(name(kernel, patch), e);
        }
      }
    };
  }

  private static String name(KernelDef kernel, PatchDef patch) {
    return kernel.name() + "/" + patch.name();
  }

  @Override
  public TrialMachines machines() {
    return source.machines();
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
