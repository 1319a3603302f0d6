package dev.kverdict.campaign;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.build.AppliedPatch;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Judges many patches on one kernel, by the cheapest decisions first: what does not apply, what is
 * the same as another one once it is applied, what does not build, what fails in one trial. That
 * trial boots, because blame needs a boot: nothing is saved for a patch that fails in it. Only what
 * is left gets the whole plan.
 *
 * <p>The rules of verdicts are those of any run. A patch that fails by one program cannot pass, so
 * its other cells are dropped.
 */
final class Screen {

  /** Per machine: enough that none waits for a build, few enough that little is built in vain. */
  private static final int AHEAD = 2;

  private final KernelDef kernel;
  private final KernelRun run;
  private final VerdictBoard board;
  private final CellJudge judge;
  private final Candidates candidates;
  private final Executor threads;
  private final Supplier<Optional<String>> ended;
  private final Semaphore room;
  private final Map<PatchDef, List<Cell>> open = new LinkedHashMap<>();

  /**
   * @param jobs the number of machines at once
   * @param threads runs what waits for trials
   * @param ended says why nothing more is begun, as soon as that is so
   */
  Screen(
      KernelDef kernel,
      KernelRun run,
      VerdictBoard board,
      CellJudge judge,
      Candidates candidates,
      int jobs,
      Executor threads,
      Supplier<Optional<String>> ended) {
    this.kernel = kernel;
    this.run = run;
    this.board = board;
    this.judge = judge;
    this.candidates = candidates;
    this.threads = threads;
    this.ended = ended;
    this.room = new Semaphore(AHEAD * jobs);
  }

  /**
   * Decides all cells of the kernel, or drops them; returns when that is done.
   *
   * @param all the cells of the whole batch on this kernel, of which these may be a part: a patch
   *     may be the same as one of another part
   */
  void conduct(List<Cell> cells, List<Cell> all) {
    for (Cell cell : cells) {
      PatchDef patch = Objects.requireNonNull(cell.patch());
      open.computeIfAbsent(patch, key -> new ArrayList<>()).add(cell);
    }
    List<CompletableFuture<Void>> underWay = new ArrayList<>();
    for (PatchDef patch : inOrder(all)) {
      makeRoom();
      if (isBuilt(patch)) {
        underWay.add(begun(patch));
      } else {
        room.release();
      }
    }
    var unused =
        VerdictBoard.join(CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new)));
  }

  /** Applies all patches before anything is built, and returns first what does not apply. */
  private List<PatchDef> inOrder(List<Cell> all) {
    List<PatchDef> refused = new ArrayList<>();
    List<PatchDef> others = new ArrayList<>();
    Map<String, PatchDef> same = new HashMap<>();
    for (PatchDef patch : patches(all)) {
      Optional<AppliedPatch> applied = ended.get().isPresent() ? Optional.empty() : applied(patch);
      PatchDef first =
          applied
              .map(AppliedPatch::digest)
              .filter(digest -> !digest.isEmpty())
              .map(digest -> same.putIfAbsent(digest, patch))
              .orElse(null);
      if (!open.containsKey(patch)) {
        continue; // another part judges it
      }
      if (first != null) {
        drop(patch, new Candidate.Duplicate(first.name(), "once it is applied"));
      } else if (applied.flatMap(AppliedPatch::refused).isPresent()) {
        refused.add(patch);
      } else {
        others.add(patch);
      }
    }
    refused.addAll(others);
    return refused;
  }

  private static List<PatchDef> patches(List<Cell> cells) {
    return cells.stream().map(Cell::patch).map(Objects::requireNonNull).distinct().toList();
  }

  /** What is wrong with the patch shows again when it is built. */
  private Optional<AppliedPatch> applied(PatchDef patch) {
    try {
      return run.applied(patch);
    } catch (UserError | InfraError e) {
      return Optional.empty();
    }
  }

  private void makeRoom() {
    try {
      room.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfraError("cancelled", e);
    }
  }

  /** Builds a kernel, on this thread; false if its patch is not judged. */
  private boolean isBuilt(PatchDef patch) {
    Optional<String> over = ended.get();
    if (over.isPresent()) {
      drop(patch, new Candidate.NotReached(over.get()));
      return false;
    }
    try {
      var unused = run.built(patch);
      return true;
    } catch (UserError e) { // somebody's program damaged it, which is no verdict
      drop(patch, new Candidate.Unreadable(String.valueOf(e.getMessage())));
      return false;
    }
  }

  private CompletableFuture<Void> begun(PatchDef patch) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            judge(patch, cells(patch));
          } finally {
            room.release();
            run.release(patch);
          }
        },
        threads);
  }

  private void judge(PatchDef patch, List<Cell> cells) {
    boolean boots = run.built(patch).artefact().isPresent();
    for (Cell cell : cells) {
      Optional<String> over = boots ? ended.get() : Optional.empty();
      if (over.isPresent()) {
        drop(patch, new Candidate.NotReached(over.get()));
        return;
      }
      if (boots && !cell.program().guard() && fails(cell, patch)) {
        cells.stream().filter(other -> !other.equals(cell)).forEach(board::drop);
        board.decide(cell, () -> judge.judge(cell, run), Runnable::run);
        tell(patch, List.of(cell), cells.size());
        return;
      }
    }
    cells.forEach(cell -> board.decide(cell, () -> judge.judge(cell, run), threads));
    tell(patch, cells, cells.size());
  }

  /**
   * Runs the first trial of a cell, which mostly tells: a patch that survives it is judged later.
   */
  private boolean fails(Cell cell, PatchDef patch) {
    boolean clean =
        run.first(patch, cell.program())
            .map(outcome -> outcome.kind() == Outcome.Kind.CLEAN)
            .orElse(true);
    return !clean && judge.judgeTrials(cell, run).kind().verdictClass() == VerdictClass.FAIL;
  }

  private void tell(PatchDef patch, List<Cell> judged, int cells) {
    List<Verdict> verdicts = judged.stream().map(board::verdict).toList();
    candidates.tell(kernel, patch, Candidates.judged(verdicts, cells));
  }

  private List<Cell> cells(PatchDef patch) {
    return Objects.requireNonNull(open.get(patch));
  }

  private void drop(PatchDef patch, Candidate.Standing why) {
    cells(patch).forEach(board::drop);
    candidates.tell(kernel, patch, why);
  }
}
