package dev.kverdict.campaign;

import dev.kverdict.model.Cell;
import dev.kverdict.model.PatchDef;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Necessity;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.run.RunFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Settles, once all verdicts are there, the claims and what the patches of series do.
 *
 * @param threads runs what waits for the trials of claims
 */
record Settlement(
    CampaignOptions options,
    CampaignClaims claims,
    RunFolder folder,
    VerdictBoard board,
    CellJudge judge,
    Executor threads) {

  /**
   * What was settled.
   *
   * @param claims one per claim of the case
   * @param necessities one per patch of each series, if they were asked for
   * @param steps one per patch of each series, if they were asked for
   * @param discarded the snapshots on which none of it rests
   */
  record Settled(
      List<ClaimResult> claims,
      List<Necessity> necessities,
      List<SeriesStep> steps,
      List<DiscardedMachine> discarded) {

    /** Before the end of a run. */
    static final Settled NOTHING = new Settled(List.of(), List.of(), List.of(), List.of());
  }

  /** Asks something of the patches of a series on one kernel. */
  @FunctionalInterface
  private interface Question<T> {
    List<T> ask(KernelRun kernel, PatchDef series, List<Cell> cells);
  }

  /**
   * Settles everything. Whatever rests on a snapshot that was discarded meanwhile is settled again:
   * of the trials only those that boot in its place are run for that.
   *
   * @param runs the kernels by their names
   */
  Settled settle(Map<String, KernelRun> runs, CampaignResources resources) {
    Map<String, DiscardedMachine> known;
    Settled settled;
    do {
      known = resources.source().discarded();
      revise(runs, known.keySet());
      settled =
          new Settled(
              claims(new ClaimTrials(claims, runs, options.plan(), resources.lines(), board)),
              ofSeries(
                  CampaignOptions.Extra.NECESSITY,
                  runs,
                  new NecessityTrials(folder, board, judge)::run),
              ofSeries(
                  CampaignOptions.Extra.STEPS, runs, new StepTrials(folder, board, judge)::run),
              known.values().stream().sorted(DiscardedMachine.ORDER).toList());
    } while (!known.equals(resources.source().discarded()));
    return settled;
  }

  private void revise(Map<String, KernelRun> runs, Set<String> machines) {
    List<Cell> doubtful =
        board.judged().stream().filter(cell -> judge.usedAny(cell, machines)).toList();
    doubtful.forEach(cell -> runOf(runs, cell).forgetControl(cell.program()));
    doubtful.forEach(cell -> board.revise(cell, judge.judge(cell, runOf(runs, cell))));
  }

  private List<ClaimResult> claims(ClaimTrials experiments) {
    List<CompletableFuture<ClaimResult>> settling =
        claims.all().stream()
            .map(claim -> CompletableFuture.supplyAsync(() -> experiments.settle(claim), threads))
            .toList();
    return settling.stream().map(VerdictBoard::join).toList();
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
          board.judged().stream().flatMap(c -> Stream.ofNullable(c.patch())).distinct().toList()) {
        List<Cell> mine =
            board.judged().stream()
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
}
