package dev.kverdict.pool;

import dev.kverdict.build.AppliedPatch;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.vm.Accelerator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One kernel of a run: its builds with and without patches, and where trials of them come from. */
public final class TestedKernel {

  private final KernelDef kernel;
  private final KernelBuilds builds;
  private final TrialMachines machines;
  private final MachineQueue queue;
  private final @Nullable Accelerator accelerator;
  private final boolean restoring;
  private final Map<String, KernelUnderTest> sides = new ConcurrentHashMap<>();

  private TestedKernel(
      KernelDef kernel,
      KernelBuilds builds,
      TrialMachines machines,
      MachineQueue queue,
      @Nullable Accelerator accelerator,
      boolean restoring) {
    this.kernel = kernel;
    this.builds = builds;
    this.machines = machines;
    this.queue = queue;
    this.accelerator = accelerator;
    this.restoring = restoring;
  }

  /**
   * Builds the control, and boots it to choose an accelerator unless one is asked for.
   *
   * @param asked the accelerator, or null to find out
   * @param first what the accelerator is tried with
   * @param restoring whether trials may resume from snapshots
   */
  public static TestedKernel build(
      KernelDef kernel,
      KernelBuilds builds,
      TrialMachines machines,
      MachineQueue queue,
      @Nullable Accelerator asked,
      ReproducerDef first,
      boolean restoring) {
    Accelerator accelerator =
        builds
            .control(kernel)
            .artefact()
            .map(
                built ->
                    asked == null
                        ? machines.accelerator(new Cell(kernel, null, first), built)
                        : asked)
            .orElse(null);
    return new TestedKernel(kernel, builds, machines, queue, accelerator, restoring);
  }

  /** Its name in the case. */
  public String name() {
    return kernel.name();
  }

  /** Its definition in the case. */
  public KernelDef definition() {
    return kernel;
  }

  /** The accelerator; empty if the control was not built. */
  public Optional<Accelerator> accelerator() {
    return Optional.ofNullable(accelerator);
  }

  /** The kernel with a patch, or without one; waits for the build. */
  public KernelBuild built(@Nullable PatchDef patch) {
    KernelBuild control = builds.control(kernel);
    return patch == null || control.artefact().isEmpty() ? control : builds.patched(kernel, patch);
  }

  /** The source with a patch, before it is built; empty if that is not known. */
  public Optional<AppliedPatch> applied(PatchDef patch) {
    return builds.control(kernel).artefact().isEmpty()
        ? Optional.empty()
        : builds.applied(kernel, patch);
  }

  /** Returns the source of trials, after the build; empty if there is nothing to boot. */
  public Optional<KernelUnderTest> side(@Nullable PatchDef patch, ReproducerDef program) {
    Cell cell = new Cell(kernel, patch, program);
    return built(patch)
        .artefact()
        .flatMap(
            artefact ->
                accelerator()
                    .map(
                        on ->
                            sides.computeIfAbsent(
                                cell.kernelUnderTest() + " " + program.name(),
                                name -> source(side(cell, artefact), on))));
  }

  private KernelUnderTest source(Side side, Accelerator on) {
    return source(side, machines.trials(side, on));
  }

  private KernelUnderTest source(Side side, TrialRuns runs) {
    return new KernelUnderTest(side.cell(), side.kernel(), runs, queue, restoring);
  }

  private Side side(Cell cell, KernelArtefact artefact) {
    return new Side(cell, artefact, builds.control(kernel).artefact().orElseThrow());
  }

  /** Returns a source of trials of the control that always boot and that nobody inspects. */
  public Optional<KernelUnderTest> unattended(ReproducerDef program) {
    Cell cell = new Cell(kernel, null, program);
    return built(null)
        .artefact()
        .map(artefact -> Side.control(cell, artefact))
        .flatMap(
            side -> accelerator().map(on -> source(side, machines.unattended(side, on)).booting()));
  }
}
