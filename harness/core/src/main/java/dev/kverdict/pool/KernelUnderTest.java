package dev.kverdict.pool;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Cell;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.sampling.TrialSource;
import dev.kverdict.trial.Probe;
import dev.kverdict.verdict.Exposure;
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
public final class KernelUnderTest implements TrialSource {

  private final Cell cell;
  private final KernelArtefact kernel;
  private final TrialRuns runs;
  private final MachineQueue machines;
  private final boolean restoring;
  private final Exposure exposure;
  private final Map<TrialId, CompletableFuture<Trial>> begun;

  /**
   * @param machines runs as many trials at once as the campaign may
   * @param restoring whether trials may resume from snapshots instead of booting
   */
  public KernelUnderTest(
      Cell cell, KernelArtefact kernel, TrialRuns runs, MachineQueue machines, boolean restoring) {
    this.cell = cell;
    this.kernel = kernel;
    this.runs = runs;
    this.machines = machines;
    this.restoring = restoring;
    this.exposure = Exposure.NONE;
    this.begun = new ConcurrentHashMap<>();
  }

  private KernelUnderTest(KernelUnderTest other, boolean restoring, Exposure exposure) {
    this.cell = other.cell;
    this.kernel = other.kernel;
    this.runs = other.runs;
    this.machines = other.machines;
    this.restoring = restoring;
    this.exposure = exposure;
    this.begun = other.begun;
  }

  @Override
  public KernelUnderTest booting() {
    return new KernelUnderTest(this, false, exposure);
  }

  @Override
  public KernelUnderTest exposed(Exposure other) {
    return new KernelUnderTest(this, restoring, other);
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

  public KernelArtefact artefact() {
    return kernel;
  }

  @Override
  public List<Outcome> trials(String series, int first, int last) {
    return compared(evidence(series, first, last));
  }

  /** Waits for the trials with these numbers, with their evidence. */
  public List<Trial> evidence(String series, int first, int last) {
    List<Integer> numbers = IntStream.rangeClosed(first, last).boxed().toList();
    List<Trial> trials = new ArrayList<>(run(series, numbers, restoring));
    List<Integer> withdrawn =
        numbers.stream().filter(n -> runs.discarded(trials.get(n - first).outcome())).toList();
    List<Trial> instead = run(booted(series), withdrawn, false);
    for (int i = 0; i < withdrawn.size(); i++) {
      trials.set(withdrawn.get(i) - first, instead.get(i));
    }
    return trials;
  }

  @Override
  public List<Outcome> booted(String series, List<Integer> numbers) {
    return compared(run(booted(series), numbers, false));
  }

  private List<Outcome> compared(List<Trial> trials) {
    return trials.stream().map(trial -> exposure.compared(trial.outcome())).toList();
  }

  @Override
  public void discard(String machine, String why) {
    runs.discard(machine, why);
  }

  private List<Trial> run(String series, List<Integer> numbers, boolean restored) {
    List<CompletableFuture<Trial>> running =
        numbers.stream().map(n -> trial(id(series, n), List.of(), restored)).toList();
    return running.stream().map(CompletableFuture::join).toList();
  }

  /** The series of the trials that boot for those of another one. */
  private static String booted(String series) {
    return series.equals(TrialId.PLAIN) ? TrialId.BOOTED : series + "-" + TrialId.BOOTED;
  }

  /** Begins the first trial, and waits for none. */
  public CompletableFuture<?> begin() {
    return trial(id(TrialId.PLAIN, 1), List.of(), restoring);
  }

  /**
   * Begins one trial that counts how often places in the kernel are passed, and waits for none.
   * Probes are armed before anything under test runs, the mount included, so it resumes from
   * nothing later than a boot that is shared.
   */
  public CompletableFuture<Trial> beginCounting(String series, List<Probe> probes) {
    return trial(id(series, 1), probes, restoring);
  }

  /** Waits for such a trial. */
  public Trial counting(String series, List<Probe> probes) {
    return beginCounting(series, probes).join();
  }

  private CompletableFuture<Trial> trial(TrialId id, List<Probe> probes, boolean restored) {
    return begun.computeIfAbsent(
        id,
        asked ->
            machines.submit(
                id.number(),
                cell.kernel(),
                ended -> runs.run(id, probes, restored, exposure.time(), ended)));
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
