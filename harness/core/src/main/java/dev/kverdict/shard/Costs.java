package dev.kverdict.shard;

import dev.kverdict.UserError;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.Event;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.EventLog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * About how long things take, in ms: as a former run measured it, else what is usual under
 * emulation on two processors. It only says what goes where, so a wrong guess costs time alone.
 */
final class Costs {

  private static final long BUILD_OF_MODULES = 30_000;
  private static final long BUILD_OF_ALL = 240_000;
  private static final long BOOT = 8_000;
  private static final long TRIAL = 2_000;
  private static final int CANARIES = 5;
  private static final int CONTROL_BOOTS = 2;
  private static final int CONTROL_TRIALS = 5;
  private static final int PATCHED_BOOTS = 4;
  private static final int PATCHED_TRIALS = 6;

  private final Matrix matrix;
  private final Map<String, Long> measured = new HashMap<>();

  private Costs(Matrix matrix) {
    this.matrix = matrix;
  }

  /** Returns what is usual. */
  static Costs usual(Matrix matrix) {
    return new Costs(matrix);
  }

  /**
   * Returns what a run measured, and what is usual where it measured nothing.
   *
   * @throws UserError if there is no such run
   */
  static Costs measured(Matrix matrix, Path run) {
    Costs costs = new Costs(matrix);
    for (EventLog.Logged logged : EventLog.ofRun(run, "--times " + run)) {
      costs.add(logged.event());
    }
    return costs;
  }

  private void add(Event event) {
    if (event instanceof Event.BuildEnded build) {
      measured.merge(build.kernel(), build.millis(), Long::sum);
    } else if (event instanceof Event.TrialEnded trial && !trial.fromStore()) {
      TrialId id = trial.trial();
      measured.merge(id.kernelUnderTest() + " " + id.repro(), trial.millis(), Long::sum);
    }
  }

  /** The control of a kernel, with all programs of the case. */
  long control(KernelDef kernel) {
    long usual = usualBuild(kernel);
    long trials =
        Stream.concat(matrix.reproducers().values().stream(), matrix.guards().values().stream())
            .mapToLong(
                program ->
                    measured(
                        kernel.name() + " " + program.name(),
                        CONTROL_BOOTS * BOOT + CONTROL_TRIALS * trial(program)))
            .sum();
    return measured(kernel.name(), usual) + CANARIES * BOOT + trials;
  }

  /** The build of a cell's patch. */
  long build(Cell cell) {
    return measured(cell.kernelUnderTest(), usualBuild(cell.kernel()));
  }

  /** The trials of a cell on the patched side. */
  long trials(Cell cell) {
    return measured(cell.toString(), PATCHED_BOOTS * BOOT + PATCHED_TRIALS * trial(cell.program()));
  }

  /** The experiments of all claims. */
  long claims() {
    return matrix.claims().stream()
        .flatMap(claim -> claim.variants().stream())
        .mapToLong(program -> BOOT + PATCHED_TRIALS * trial(program))
        .sum();
  }

  private long measured(String what, long usual) {
    return measured.getOrDefault(what, usual);
  }

  private static long usualBuild(KernelDef kernel) {
    return kernel.source() instanceof KernelSource.Whole ? BUILD_OF_ALL : BUILD_OF_MODULES;
  }

  /** A program without an end may run for its time limit. */
  private static long trial(ReproducerDef program) {
    return program.endless() ? Math.max(TRIAL, program.timeout().toMillis()) : TRIAL;
  }

  /** Returns the memory that a machine needs for a run, in MiB: kverdict, compilers, guests. */
  static int memoryMiB(List<Cell> cells, int jobs) {
    int guest = cells.stream().mapToInt(cell -> cell.kernel().guest().memoryMiB()).max().orElse(0);
    return 1024 + jobs * (guest + 128);
  }
}
