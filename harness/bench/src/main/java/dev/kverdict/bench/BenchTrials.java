package dev.kverdict.bench;

import dev.kverdict.InfraError;
import dev.kverdict.campaign.CampaignResources;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.campaign.KernelChoices;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.KernelUnderTest;
import dev.kverdict.pool.MachineQueue;
import dev.kverdict.pool.Pool;
import dev.kverdict.pool.Side;
import dev.kverdict.pool.TestedKernel;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Store;
import dev.kverdict.trial.Preparation;
import dev.kverdict.trial.TrialListener;
import dev.kverdict.trial.TrialStep;
import dev.kverdict.vm.Accelerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Runs the trials that a benchmark measures: of the control of the matrix's first kernel, with its
 * first reproducer and its first guard. They run like all trials, but neither find evidence in the
 * user's store nor leave any there.
 */
final class BenchTrials {

  private final Pool pool;
  private final RunFolder folder;
  private final Store kept;
  private final KernelDef kernel;
  private final KernelArtefact artefact;
  private final Accelerator accelerator;
  private final List<ReproducerDef> programs;
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * Builds the control, or finds it in the store.
   *
   * @param environment the environment, in which a separate store for evidence is created
   */
  BenchTrials(
      CampaignResources resources,
      Environment environment,
      Matrix matrix,
      KernelChoice route,
      RunFolder folder) {
    this.programs = programs(matrix);
    KernelDef first = matrix.ownKernels().iterator().next();
    this.kernel = new KernelChoices(matrix, route).kernel(first, null);
    TestedKernel built = resources.kernel(kernel, programs.get(0));
    this.artefact = built.built(null).artefact().orElseThrow(this::unbuilt);
    this.accelerator = built.accelerator().orElseThrow(this::unbuilt);
    this.pool = resources.pool();
    this.folder = folder;
    this.kept = new Store(folder.file("store"), environment.lane(), environment.storeLimit());
  }

  private InfraError unbuilt() {
    return new InfraError("kernel " + kernel.name() + " does not build");
  }

  /** Returns the first reproducer and, if there is one, the first guard. */
  static List<ReproducerDef> programs(Matrix matrix) {
    List<ReproducerDef> programs = new ArrayList<>();
    matrix.reproducers().values().stream().findFirst().ifPresent(programs::add);
    matrix.guards().values().stream().findFirst().ifPresent(programs::add);
    return programs;
  }

  /**
   * A trial that was measured.
   *
   * @param wall its whole duration in ms
   * @param evidence the directory of its evidence
   */
  record Timed(double wall, Trial trial, MomentLog moments, Path evidence) {

    /** Returns the time from QEMU's start to its end in ms, according to the evidence. */
    double machine() {
      return trial.evidence().ending().millis();
    }

    /** Returns the time from QEMU's start to the program's end, or else to the machine's, in ms. */
    double answer() {
      OptionalDouble exit = moments.between(TrialStep.STARTING, TrialStep.EXITED);
      return exit.orElse(machine());
    }
  }

  List<ReproducerDef> programs() {
    return programs;
  }

  /** Returns the last program: the guard, if there is one. */
  ReproducerDef quiet() {
    return programs.get(programs.size() - 1);
  }

  Accelerator accelerator() {
    return accelerator;
  }

  KernelArtefact artefact() {
    return artefact;
  }

  KernelDef kernel() {
    return kernel;
  }

  Preparation guest(ReproducerDef program) {
    return pool.guests().guest(side(program), accelerator, List.of());
  }

  /** Runs one trial. */
  Timed run(ReproducerDef program, boolean restored) {
    int number = numbers.merge(program.name() + restored, 1, Integer::sum);
    TrialId id = id(program, restored ? "restored" : "booted", number);
    MomentLog moments = new MomentLog();
    long start = System.nanoTime();
    Trial trial =
        pool.measured(side(program), accelerator, kept, moments)
            .run(id, List.of(), restored, null, () -> {});
    double wall = (System.nanoTime() - start) / 1e6;
    requireUsual(id, program, trial.outcome());
    return new Timed(wall, trial, moments, folder.where(id, 1));
  }

  /** Runs several restored trials like a campaign. */
  void run(ReproducerDef program, String series, int trials, MachineQueue machines) {
    KernelUnderTest side =
        new KernelUnderTest(
            cell(program),
            artefact,
            pool.measured(side(program), accelerator, kept, TrialListener.NONE),
            machines,
            true);
    for (Outcome outcome : side.trials(series, 1, trials)) {
      requireUsual(id(program, series, 1), program, outcome);
    }
  }

  /** A trial with a different outcome aborts the benchmark: its time would not be comparable. */
  private static void requireUsual(TrialId id, ReproducerDef program, Outcome outcome) {
    Outcome.Kind usual = program.guard() ? Outcome.Kind.CLEAN : Outcome.Kind.FAILED_AS_EXPECTED;
    if (outcome.kind() != usual) {
      throw new InfraError(
          "trial %s was %s (%s): a benchmark needs a case whose control is always %s"
              .formatted(id, outcome.kind(), outcome.detail(), usual));
    }
  }

  private Side side(ReproducerDef program) {
    return Side.control(cell(program), artefact);
  }

  private Cell cell(ReproducerDef program) {
    return new Cell(kernel, null, program);
  }

  private TrialId id(ReproducerDef program, String series, int number) {
    return new TrialId(kernel.name(), null, program.name(), series, number);
  }

  /** Removes the evidence, which was kept only because keeping it takes time. */
  void removeKept() throws IOException {
    AtomicFiles.delete(folder.file("store"));
  }
}
