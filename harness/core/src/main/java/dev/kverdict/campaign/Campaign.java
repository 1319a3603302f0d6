package dev.kverdict.campaign;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.Threads;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.Event;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.TrialLine;
import dev.kverdict.run.Environment;
import dev.kverdict.run.Journal;
import dev.kverdict.run.Resumed;
import dev.kverdict.run.RunFolder;
import dev.kverdict.run.RunPlan;
import dev.kverdict.sampling.CellTrials;
import dev.kverdict.verdict.Results;
import dev.kverdict.verdict.TrialPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
  private final List<Cell> whole;
  private final CampaignClaims claims;
  private final Terms terms;
  private final Candidates candidates;
  private final Instant started = Instant.now();
  private final long startNanos = System.nanoTime();
  private final Map<String, String> accelerators =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private volatile Settlement.Settled settled = Settlement.Settled.NOTHING;
  private volatile Scope scope = Scope.UNKNOWN;
  private volatile String qemu = "";
  private volatile boolean finished;
  private CompletableFuture<Void> conducted = new CompletableFuture<>();

  private Campaign(
      Matrix matrix,
      CampaignOptions options,
      Environment environment,
      List<Cell> whole,
      List<Cell> cells,
      CampaignClaims claims,
      Terms terms,
      RunFolder folder,
      Consumer<Event> listener) {
    this.matrix = matrix;
    this.options = options;
    this.environment = environment;
    this.whole = whole;
    this.claims = claims;
    this.terms = terms;
    this.folder = folder;
    this.journal = new Journal(folder, listener);
    this.threads = new Threads(options.effort().jobs());
    this.candidates = new Candidates(cells, journal);
    int jobs = options.effort().jobs();
    this.trials =
        new CellTrials(
            options.plan(), isScreening() ? 1 : jobs, jobs, () -> ended().isPresent(), journal);
    this.board = new VerdictBoard(cells);
    this.judge = new CellJudge(matrix, options, board, whole, journal);
  }

  /**
   * Starts a campaign; its verdicts come one by one.
   *
   * @param listener is passed every event, from several threads
   * @throws UserError when the selection names what the matrix does not have, or a patch is none
   */
  public static Campaign start(
      Matrix matrix, CampaignOptions options, Environment environment, Consumer<Event> listener) {
    return start(matrix, options, environment, Terms.USUAL, listener);
  }

  /**
   * Starts a campaign that begins or ends in another way than usual.
   *
   * @throws UserError also when it is to go on from a run that was about something else
   */
  public static Campaign start(
      Matrix matrix,
      CampaignOptions options,
      Environment environment,
      Terms terms,
      Consumer<Event> listener) {
    List<Cell> asked = options.selection().cells(matrix);
    requireReadablePatches(asked);
    KernelChoices kernels = new KernelChoices(matrix, options.route());
    List<Cell> whole = kernels.of(asked);
    Part part = terms.part();
    List<Cell> cells = part == null ? whole : part.of(whole);
    boolean settling = part == null || part.claims();
    CampaignClaims claims = new CampaignClaims(matrix, options.selection(), settling, kernels);
    Resumed resumed = terms.resumed();
    RunPlan about = Plans.of(matrix, options, cells);
    RunPlan plan = resumed == null ? about : resumed.goingOn(about);
    RunFolder folder = environment.begin(options.runs(), matrix.caseName());
    plan.write(folder);
    RunCase.of(matrix, options, whole).write(folder);
    Campaign campaign =
        new Campaign(matrix, options, environment, whole, cells, claims, terms, folder, listener);
    campaign.journal.accept(
        new Event.RunStarted(matrix.caseName(), folder.path().toString(), cells.size()));
    if (resumed != null) {
      campaign.journal.accept(new Event.Note(resumed.words()));
    }
    cells.forEach(campaign::plan);
    terms.known().forEach(campaign.candidates::tell);
    keepPatches(cells, folder);
    Stream.concat(kernels.notes().stream(), patchNotes(cells))
        .forEach(note -> campaign.journal.accept(new Event.Note(note)));
    campaign.conducted =
        CompletableFuture.runAsync(campaign::conduct, campaign.threads.conductor());
    return campaign;
  }

  /**
   * Returns the cells that a run would have, each on the kernel that it would run on.
   *
   * @throws UserError as {@link #start} does
   */
  public static List<Cell> cells(Matrix matrix, CampaignOptions options) {
    List<Cell> asked = options.selection().cells(matrix);
    return new KernelChoices(matrix, options.route()).of(asked);
  }

  /** The selected cells, in the order of the matrix. */
  public List<Cell> cells() {
    return board.cells();
  }

  /** The candidates of a batch that are decided, in the order of the batch. */
  public List<Candidate> candidates() {
    return inOrder(whole, candidates.decided());
  }

  /**
   * Returns candidates in the order of their batch: first those that have no cells.
   *
   * @param cells all cells of the batch
   */
  public static List<Candidate> inOrder(List<Cell> cells, List<Candidate> candidates) {
    List<String> order = cells.stream().map(Cell::kernelUnderTest).distinct().toList();
    return candidates.stream()
        .sorted(
            Comparator.comparingInt(
                candidate -> order.indexOf(candidate.kernel() + "/" + candidate.patch())))
        .toList();
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
    board.awaitEach();
    VerdictBoard.join(conducted);
    List<JudgedVerdict> judged = board.judged().stream().map(this::await).toList();
    candidates.revise(judged);
    Resumed resumed = terms.resumed();
    if (resumed != null) {
      journal.accept(new Event.Note(resumed.found(journal.trials())));
    }
    finished = true;
    journal.accept(new Event.RunEnded(Results.exitCode(judged, settled.steps()), millis()));
    return result(judged, false);
  }

  /**
   * Returns what is known so far, for a run that is not going to be finished; empty if it is. What
   * was not judged is undecided. Waits for nobody.
   */
  public Optional<RunResult> known() {
    if (finished) {
      return Optional.empty();
    }
    List<TrialLine> ended = journal.trials();
    List<JudgedVerdict> judged =
        board.judged().stream()
            .map(cell -> board.known(cell).orElseGet(() -> Unjudged.of(cell, ended)))
            .toList();
    return Optional.of(result(judged, true));
  }

  private RunResult result(List<JudgedVerdict> judged, boolean partial) {
    return new RunResult(
        matrix.caseName(),
        judged,
        Results.patches(judged),
        settled.claims(),
        settled.necessities(),
        settled.steps(),
        scope,
        facts(millis()),
        settled.discarded(),
        journal.trials(),
        partial);
  }

  private long millis() {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }

  /** Says how many trials a cell is going to have if its control fails in each of them. */
  private void plan(Cell cell) {
    TrialPlan plan = options.plan();
    boolean guard = cell.program().guard();
    TrialPlan.Counts none = new TrialPlan.Counts(0, 0);
    int first = guard ? plan.guardTrials() : plan.controlTrials(none);
    planned(cell, null, first);
    PatchDef patch = cell.patch();
    if (patch != null) {
      TrialPlan.Counts allFail = new TrialPlan.Counts(first, first);
      planned(cell, patch.name(), guard ? first : plan.patchedTrials(allFail));
    }
  }

  private void planned(Cell cell, @Nullable String patch, int trials) {
    journal.accept(
        new Event.TrialsPlanned(cell.kernel().name(), patch, cell.program().name(), trials, true));
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

  private boolean isScreening() {
    return options.extras().contains(CampaignOptions.Extra.SCREEN);
  }

  /** Returns why no further trial begins, if that is so. */
  private Optional<String> ended() {
    Duration budget = options.effort().budget();
    if (terms.stopAt() > 0 && candidates.passing() >= terms.stopAt()) {
      return Optional.of("enough others pass: " + terms.stopAt());
    }
    if (budget != null && System.nanoTime() - startNanos > budget.toNanos()) {
      return Optional.of("the budget of %d s was used up".formatted(budget.toSeconds()));
    }
    return terms.mostTrials() > 0 && journal.ran() >= terms.mostTrials()
        ? Optional.of("the budget of %d trials was used up".formatted(terms.mostTrials()))
        : Optional.empty();
  }

  /** The order of work; whatever goes wrong ends every cell that is still open. */
  private void conduct() {
    try {
      List<ReproducerDef> programs =
          Stream.concat(whole.stream().map(Cell::program).distinct(), claims.programs()).toList();
      Supplier<Source> host =
          () ->
              CampaignResources.host(
                  environment, matrix, programs, options, folder, threads, journal);
      try (CampaignResources resources =
          new CampaignResources(
              options, folder, threads, terms.sources().open(host, folder, journal))) {
        qemu = resources.source().qemuVersion();
        Map<String, KernelRun> runs = new LinkedHashMap<>();
        for (KernelDef kernel : cells().stream().map(Cell::kernel).distinct().toList()) {
          runs.put(kernel.name(), conduct(kernel, resources));
        }
        for (KernelDef kernel : claims.kernels()) {
          runs.computeIfAbsent(kernel.name(), name -> begun(kernel, cells().get(0), resources));
        }
        // Verdicts come first: the trials of claims would stand before theirs in the queue.
        board.awaitAll();
        settled =
            new Settlement(options, claims, folder, board, judge, threads.cells())
                .settle(runs, resources);
        settled.claims().forEach(this::tell);
        scope = ScopeReader.read(matrix, board.judged(), runs, resources.source());
      }
    } catch (RuntimeException | Error e) {
      board.fail(e);
      throw e;
    }
  }

  private void tell(ClaimResult claim) {
    journal.accept(
        new Event.ClaimSettled(claim.id(), claim.outcome(), String.join("; ", claim.reasons())));
  }

  /** Begins a kernel's run, and notes its accelerator if there is something to boot. */
  private KernelRun begun(KernelDef kernel, Cell first, CampaignResources resources) {
    KernelRun run = resources.run(kernel, first.program(), trials);
    run.accelerator().ifPresent(found -> accelerators.put(kernel.name(), found.label()));
    return run;
  }

  private static List<Cell> on(KernelDef kernel, List<Cell> cells) {
    return cells.stream().filter(cell -> cell.kernel().equals(kernel)).toList();
  }

  private KernelRun conduct(KernelDef kernel, CampaignResources resources) {
    List<Cell> mine = on(kernel, cells());
    KernelRun run = begun(kernel, mine.get(0), resources);
    // Begun now, awaited by the cells; without the first no verdict counts.
    var unusedTest = run.selfTest();
    for (Cell cell : on(kernel, whole)) {
      var unused = run.controlTrials(cell.program());
    }
    if (isScreening()) {
      int jobs = options.effort().jobs();
      new Screen(kernel, run, board, judge, candidates, jobs, threads.cells(), this::ended)
          .conduct(mine, on(kernel, whole));
      return run;
    }
    for (Cell cell : mine) {
      var unused = run.built(cell.patch()); // one build after the other, on this thread
      board.decide(cell, () -> judge.judge(cell, run), threads.cells());
    }
    return run;
  }
}
