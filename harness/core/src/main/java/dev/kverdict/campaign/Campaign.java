package dev.kverdict.campaign;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.evidence.LineEvidence;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.Threads;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Event;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Necessity;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.TrialLine;
import dev.kverdict.run.Environment;
import dev.kverdict.run.Journal;
import dev.kverdict.run.RunFolder;
import dev.kverdict.sampling.CellTrials;
import dev.kverdict.verdict.Results;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs the selected cells of a matrix: builds one kernel after the other, lets trials run as soon
 * as their kernel is there, and judges a cell when its last trial ended.
 */
public final class Campaign implements AutoCloseable {

  private final Matrix matrix;
  private final CampaignOptions options;
  private final Environment environment;
  private final RunFolder folder;
  private final Journal journal;
  private final Threads threads;
  private final CellTrials trials;
  private final VerdictBoard board;
  private final CellJudge judge;
  private final CampaignClaims claims;
  private final Instant started = Instant.now();
  private final long startNanos = System.nanoTime();
  private final Map<String, String> accelerators =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private volatile List<ClaimResult> settled = List.of();
  private volatile List<Necessity> necessities = List.of();
  private volatile List<SeriesStep> steps = List.of();
  private volatile List<DiscardedMachine> discarded = List.of();
  private volatile Scope scope = Scope.UNKNOWN;
  private volatile String qemu = "";
  private CompletableFuture<Void> conducted = new CompletableFuture<>();

  private Campaign(
      Matrix matrix,
      CampaignOptions options,
      Environment environment,
      List<Cell> cells,
      CampaignClaims claims,
      RunFolder folder,
      Consumer<Event> listener) {
    this.matrix = matrix;
    this.options = options;
    this.environment = environment;
    this.claims = claims;
    this.folder = folder;
    this.journal = new Journal(folder, listener);
    this.threads = new Threads(options.effort().jobs());
    this.trials =
        new CellTrials(options.plan(), options.effort().jobs(), this::overBudget, journal);
    this.board = new VerdictBoard(cells);
    this.judge = new CellJudge(matrix, options, board, journal);
  }

  /**
   * Starts a campaign; its verdicts come one by one.
   *
   * @param listener is passed every event, from several threads
   * @throws UserError when the selection names what the matrix does not have, or a patch is none
   */
  public static Campaign start(
      Matrix matrix, CampaignOptions options, Environment environment, Consumer<Event> listener) {
    List<Cell> asked = options.selection().cells(matrix);
    requireReadablePatches(asked);
    KernelChoices kernels = new KernelChoices(matrix, options.route());
    List<Cell> cells = kernels.of(asked);
    CampaignClaims claims = new CampaignClaims(matrix, options.selection(), kernels);
    RunFolder folder = environment.begin(options.runs(), matrix.caseName());
    Campaign campaign = new Campaign(matrix, options, environment, cells, claims, folder, listener);
    campaign.journal.accept(
        new Event.RunStarted(matrix.caseName(), folder.path().toString(), cells.size()));
    keepPatches(cells, folder);
    Stream.concat(kernels.notes().stream(), patchNotes(cells))
        .forEach(note -> campaign.journal.accept(new Event.Note(note)));
    campaign.conducted =
        CompletableFuture.runAsync(campaign::conduct, campaign.threads.conductor());
    return campaign;
  }

  /** The selected cells, in the order of the matrix. */
  public List<Cell> cells() {
    return board.cells();
  }

  /** The run's directory. */
  public Path folder() {
    return folder.path();
  }

  /**
   * Waits for the verdict on a cell. It is judged again if a snapshot is discarded later: the last
   * word is what {@link #finish} returns.
   *
   * @throws UserError when the case is wrong in a way that only running shows
   * @throws InfraError when the host could not do its part
   */
  public JudgedVerdict await(Cell cell) {
    return board.await(cell);
  }

  /** Waits for all verdicts. */
  public RunResult finish() {
    cells().forEach(this::await);
    VerdictBoard.join(conducted);
    List<JudgedVerdict> judged = cells().stream().map(this::await).toList();
    long millis = (System.nanoTime() - startNanos) / 1_000_000;
    journal.accept(new Event.RunEnded(Results.exitCode(judged, steps), millis));
    return new RunResult(
        matrix.caseName(),
        judged,
        Results.patches(judged),
        settled,
        necessities,
        steps,
        scope,
        facts(millis),
        discarded,
        journal.trials());
  }

  /**
   * Ends the run: no verdict comes that is not there yet, and machines and builds are ended.
   *
   * @throws InfraError never here, but where verdicts are awaited
   */
  public void cancel() {
    board.fail(new InfraError("cancelled"));
    threads.close();
  }

  private RunFacts facts(long millis) {
    List<TrialLine> trials = journal.trials();
    int reused = (int) trials.stream().filter(TrialLine::fromStore).count();
    return new RunFacts(
        started.toString(),
        millis,
        folder.path().toString(),
        options.plan().isFixed() ? options.effort().trials() : null,
        options.effort().confidence(),
        trials.size() - reused,
        reused,
        qemu,
        environment.lane().cage().kind().text(),
        accelerators);
  }

  @Override
  public void close() {
    threads.close();
    journal.close();
  }

  /** Before anything is built: a build takes minutes, a file that is no patch is known at once. */
  private static void requireReadablePatches(List<Cell> cells) {
    for (Cell cell : cells) {
      PatchDef patch = cell.patch();
      if (patch != null) {
        var unused = patch.content().patches();
      }
    }
  }

  /** For whoever looks at the run later: the files that they came in may be gone by then. */
  private static void keepPatches(List<Cell> cells, RunFolder folder) {
    cells.stream()
        .flatMap(cell -> Stream.ofNullable(cell.patch()))
        .distinct()
        .forEach(patch -> patch.content().unpack(folder.patch(patch.name())));
  }

  private static Stream<String> patchNotes(List<Cell> cells) {
    return cells.stream()
        .flatMap(cell -> Stream.ofNullable(cell.patch()))
        .distinct()
        .flatMap(patch -> patch.content().notes().stream());
  }

  private boolean overBudget() {
    Duration budget = options.effort().budget();
    return budget != null && System.nanoTime() - startNanos > budget.toNanos();
  }

  /** The order of work; whatever goes wrong ends every cell that is still open. */
  private void conduct() {
    try {
      List<ReproducerDef> programs =
          Stream.concat(cells().stream().map(Cell::program).distinct(), claims.programs()).toList();
      try (CampaignResources resources =
          new CampaignResources(environment, matrix, programs, options, folder, threads, journal)) {
        qemu = resources.pool().qemuVersion();
        Map<String, KernelRun> runs = new LinkedHashMap<>();
        for (KernelDef kernel : cells().stream().map(Cell::kernel).distinct().toList()) {
          runs.put(kernel.name(), conduct(kernel, resources));
        }
        for (KernelDef kernel : claims.kernels()) {
          runs.computeIfAbsent(kernel.name(), name -> begun(kernel, cells().get(0), resources));
        }
        // Verdicts come first: the trials of claims would stand before theirs in the queue.
        board.awaitAll();
        settle(runs, resources);
        scope = ScopeReader.read(matrix, cells(), runs, resources.materials());
      }
    } catch (RuntimeException | Error e) {
      board.fail(e);
      throw e;
    }
  }

  /**
   * Settles claims, and what the patches of series do. Whatever rests on a snapshot that was
   * discarded meanwhile is settled again: of the trials only those that boot in its place are run
   * for that.
   */
  private void settle(Map<String, KernelRun> runs, CampaignResources resources) {
    Map<String, DiscardedMachine> known;
    do {
      known = resources.pool().discarded();
      revise(runs, known.keySet());
      settled = settledClaims(runs, resources.lines());
      NecessityTrials rests = new NecessityTrials(folder, board, judge);
      necessities = ofSeries(CampaignOptions.Extra.NECESSITY, runs, rests::run);
      StepTrials parts = new StepTrials(folder, board, judge);
      steps = ofSeries(CampaignOptions.Extra.STEPS, runs, parts::run);
    } while (!known.equals(resources.pool().discarded()));
    discarded = known.values().stream().sorted(DiscardedMachine.ORDER).toList();
    for (ClaimResult result : settled) {
      journal.accept(
          new Event.ClaimSettled(
              result.id(), result.outcome(), String.join("; ", result.reasons())));
    }
  }

  private void revise(Map<String, KernelRun> runs, Set<String> machines) {
    List<Cell> doubtful = cells().stream().filter(cell -> judge.usedAny(cell, machines)).toList();
    doubtful.forEach(cell -> runOf(runs, cell).forgetControl(cell.program()));
    doubtful.forEach(cell -> board.revise(cell, judge.judge(cell, runOf(runs, cell))));
  }

  private List<ClaimResult> settledClaims(Map<String, KernelRun> runs, LineEvidence lines) {
    ClaimTrials experiments = new ClaimTrials(claims, runs, options.plan(), lines, board);
    List<CompletableFuture<ClaimResult>> settling =
        claims.all().stream()
            .map(
                claim ->
                    CompletableFuture.supplyAsync(() -> experiments.settle(claim), threads.cells()))
            .toList();
    return settling.stream().map(VerdictBoard::join).toList();
  }

  /** Asks something of the patches of a series on one kernel. */
  @FunctionalInterface
  private interface Question<T> {
    List<T> ask(KernelRun kernel, PatchDef series, List<Cell> cells);
  }

  /** Returns the answers for each series on each kernel; none if nobody asked. */
  private <T> List<T> ofSeries(
      CampaignOptions.Extra asked, Map<String, KernelRun> runs, Question<T> question) {
    List<T> answers = new ArrayList<>();
    if (!options.extras().contains(asked)) {
      return answers;
    }
    for (KernelRun run : runs.values()) {
      for (PatchDef patch :
          cells().stream().flatMap(c -> Stream.ofNullable(c.patch())).distinct().toList()) {
        List<Cell> mine =
            cells().stream()
                .filter(cell -> cell.kernelUnderTest().equals(run.name() + "/" + patch.name()))
                .toList();
        if (!mine.isEmpty()) { // it may run on another kernel
          answers.addAll(question.ask(run, patch, mine));
        }
      }
    }
    return answers;
  }

  private static KernelRun runOf(Map<String, KernelRun> runs, Cell cell) {
    return Objects.requireNonNull(runs.get(cell.kernel().name()));
  }

  /** Begins a kernel's run, and notes its accelerator if there is something to boot. */
  private KernelRun begun(KernelDef kernel, Cell first, CampaignResources resources) {
    KernelRun run = resources.run(kernel, first.program(), trials);
    run.accelerator().ifPresent(found -> accelerators.put(kernel.name(), found.label()));
    return run;
  }

  private KernelRun conduct(KernelDef kernel, CampaignResources resources) {
    List<Cell> mine = cells().stream().filter(cell -> cell.kernel().equals(kernel)).toList();
    KernelRun run = begun(kernel, mine.get(0), resources);
    // Begun now, awaited by the cells; without the first no verdict counts.
    var unusedTest = run.selfTest();
    for (Cell cell : mine) {
      var unused = run.controlTrials(cell.program());
    }
    for (Cell cell : mine) {
      var unused = run.built(cell.patch()); // one build after the other, on this thread
      board.decide(cell, () -> judge.judge(cell, run), threads.cells());
    }
    return run;
  }
}
