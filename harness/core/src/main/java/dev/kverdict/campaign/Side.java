package dev.kverdict.campaign;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.trial.Probe;
import dev.kverdict.vm.Accelerator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One kernel under test with one program: where trials of a cell's one side come from. */
final class Side {

  private final Cell cell;
  private final KernelArtefact kernel;
  private final Accelerator accelerator;
  private final TrialBench bench;
  private final Executor machines;

  /**
   * @param machines runs as many trials at once as the campaign may
   */
  Side(
      Cell cell,
      KernelArtefact kernel,
      Accelerator accelerator,
      TrialBench bench,
      Executor machines) {
    this.cell = cell;
    this.kernel = kernel;
    this.accelerator = accelerator;
    this.bench = bench;
    this.machines = machines;
  }

  Cell cell() {
    return cell;
  }

  KernelArtefact kernel() {
    return kernel;
  }

  /** Waits for the trials with these numbers, first and last included. */
  List<Outcome> trials(String series, int first, int last) {
    return evidence(series, first, last).stream().map(TrialBench.Trial::outcome).toList();
  }

  /** The same with their evidence. */
  List<TrialBench.Trial> evidence(String series, int first, int last) {
    List<CompletableFuture<TrialBench.Trial>> running = new ArrayList<>();
    for (int number = first; number <= last; number++) {
      TrialId id = id(series, number);
      running.add(
          CompletableFuture.supplyAsync(
              () -> bench.trial(cell, id, kernel, accelerator, List.of()), machines));
    }
    return running.stream().map(CompletableFuture::join).toList();
  }

  /** Waits for one trial that counts how often places in the kernel are passed. */
  TrialBench.Trial counting(String series, List<Probe> probes) {
    TrialId id = id(series, 1);
    return CompletableFuture.supplyAsync(
            () -> bench.trial(cell, id, kernel, accelerator, probes), machines)
        .join();
  }

  private TrialId id(String series, int number) {
    return new TrialId(
        cell.kernel().name(),
        cell.patch() == null ? null : cell.patch().name(),
        cell.program().name(),
        series,
        number);
  }
}
