package dev.kverdict.campaign;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.trial.Probe;
import dev.kverdict.vm.Accelerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One kernel under test with one program: where trials of a cell's one side come from. Each trial
 * runs once, whoever asks for it.
 */
final class Side implements TrialSource {

  private static final String BOOTED = "booted";

  private final Cell cell;
  private final KernelArtefact kernel;
  private final Accelerator accelerator;
  private final TrialBench bench;
  private final MachineQueue machines;
  private final boolean restoring;
  private final Map<TrialId, CompletableFuture<TrialBench.Trial>> begun;

  /**
   * @param machines runs as many trials at once as the campaign may
   * @param restoring whether trials may go on from saved machines instead of booting
   */
  Side(
      Cell cell,
      KernelArtefact kernel,
      Accelerator accelerator,
      TrialBench bench,
      MachineQueue machines,
      boolean restoring) {
    this.cell = cell;
    this.kernel = kernel;
    this.accelerator = accelerator;
    this.bench = bench;
    this.machines = machines;
    this.restoring = restoring;
    this.begun = new ConcurrentHashMap<>();
  }

  private Side(Side other) {
    this.cell = other.cell;
    this.kernel = other.kernel;
    this.accelerator = other.accelerator;
    this.bench = other.bench;
    this.machines = other.machines;
    this.restoring = false;
    this.begun = other.begun;
  }

  @Override
  public Side booting() {
    return new Side(this);
  }

  /** Whether trials may go on from saved machines. */
  boolean restoring() {
    return restoring;
  }

  Cell cell() {
    return cell;
  }

  @Override
  public ReproducerDef program() {
    return cell.program();
  }

  @Override
  public String kernel() {
    return cell.kernel().name();
  }

  @Override
  public @Nullable String patch() {
    return cell.patch() == null ? null : cell.patch().name();
  }

  KernelArtefact artefact() {
    return kernel;
  }

  @Override
  public List<Outcome> trials(String series, int first, int last) {
    return evidence(series, first, last).stream().map(TrialBench.Trial::outcome).toList();
  }

  /** The same with their evidence. */
  List<TrialBench.Trial> evidence(String series, int first, int last) {
    List<Integer> numbers = IntStream.rangeClosed(first, last).boxed().toList();
    List<TrialBench.Trial> trials = new ArrayList<>(run(series, numbers, restoring));
    List<Integer> withdrawn =
        numbers.stream().filter(n -> bench.discarded(trials.get(n - first).outcome())).toList();
    List<TrialBench.Trial> instead = run(booted(series), withdrawn, false);
    for (int i = 0; i < withdrawn.size(); i++) {
      trials.set(withdrawn.get(i) - first, instead.get(i));
    }
    return trials;
  }

  @Override
  public List<Outcome> booted(String series, List<Integer> numbers) {
    return run(booted(series), numbers, false).stream().map(TrialBench.Trial::outcome).toList();
  }

  @Override
  public void discard(String machine, String why) {
    bench.discard(machine, cell, why);
  }

  private List<TrialBench.Trial> run(String series, List<Integer> numbers, boolean restored) {
    List<CompletableFuture<TrialBench.Trial>> running =
        numbers.stream().map(n -> trial(id(series, n), List.of(), restored)).toList();
    return running.stream().map(CompletableFuture::join).toList();
  }

  /** The series of the trials that boot for those of another one. */
  private static String booted(String series) {
    return series.equals(TrialId.PLAIN) ? BOOTED : series + "-" + BOOTED;
  }

  /** Begins the first trial, and waits for none. */
  CompletableFuture<?> begin() {
    return trial(id(TrialId.PLAIN, 1), List.of(), restoring);
  }

  /** Waits for one trial that counts how often places in the kernel are passed. */
  TrialBench.Trial counting(String series, List<Probe> probes) {
    // Probes are armed before anything under test runs, the mount included.
    return trial(id(series, 1), probes, false).join();
  }

  private CompletableFuture<TrialBench.Trial> trial(
      TrialId id, List<Probe> probes, boolean restored) {
    return begun.computeIfAbsent(
        id,
        asked ->
            machines.submit(
                id.number(),
                cell.kernel(),
                ended -> bench.trial(cell, id, kernel, accelerator, probes, restored, ended)));
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
