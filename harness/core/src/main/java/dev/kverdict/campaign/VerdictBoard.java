package dev.kverdict.campaign;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.model.Cell;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The verdicts of a run as they come: whoever needs one waits here. A cell that fails by what the
 * kernel reports may wait for cells that check data, and these wait for none, so nobody waits for
 * ever.
 */
final class VerdictBoard {

  private final Map<Cell, CompletableFuture<JudgedVerdict>> first = new LinkedHashMap<>();
  private final Map<Cell, JudgedVerdict> revised = new ConcurrentHashMap<>();
  private final Set<Cell> dropped = ConcurrentHashMap.newKeySet();

  VerdictBoard(List<Cell> cells) {
    cells.forEach(cell -> first.put(cell, new CompletableFuture<>()));
  }

  /** All cells, in the order of the case. */
  List<Cell> cells() {
    return List.copyOf(first.keySet());
  }

  /** Has a cell judged on another thread; whatever goes wrong is what those who wait get. */
  void decide(Cell cell, Supplier<JudgedVerdict> judge, Executor threads) {
    CompletableFuture<JudgedVerdict> open = open(cell);
    threads.execute(
        () -> {
          try {
            open.complete(judge.get());
          } catch (CompletionException e) {
            open.completeExceptionally(e.getCause() == null ? e : e.getCause());
          } catch (RuntimeException | Error e) {
            open.completeExceptionally(e);
          }
        });
  }

  /** Lets a cell go without a verdict, which nobody needs any more; what it had is forgotten. */
  void drop(Cell cell) {
    dropped.add(cell);
    open(cell).cancel(false);
  }

  /**
   * Waits until every cell is decided or dropped.
   *
   * @throws UserError when the case is wrong in a way that only running shows
   * @throws InfraError when the host could not do its part
   */
  void awaitEach() {
    for (CompletableFuture<JudgedVerdict> open : first.values()) {
      try {
        var unused = join(open);
      } catch (CancellationException e) {
        // Dropped.
      }
    }
  }

  /** The cells that were not dropped, in the order of the case. */
  List<Cell> judged() {
    return first.keySet().stream().filter(cell -> !dropped.contains(cell)).toList();
  }

  /** Replaces a verdict that rested on a snapshot which was discarded since. */
  void revise(Cell cell, JudgedVerdict verdict) {
    revised.put(cell, verdict);
  }

  /** Ends every cell that is still open. */
  void fail(Throwable error) {
    first.values().forEach(open -> open.completeExceptionally(error));
  }

  /**
   * Waits for the verdict on a cell.
   *
   * @throws UserError when the case is wrong in a way that only running shows
   * @throws InfraError when the host could not do its part
   */
  JudgedVerdict await(Cell cell) {
    JudgedVerdict verdict = join(open(cell));
    return revised.getOrDefault(cell, verdict);
  }

  /** Returns the verdict on a cell if it is there; waits for nobody. */
  Optional<JudgedVerdict> known(Cell cell) {
    CompletableFuture<JudgedVerdict> open = open(cell);
    return open.isDone() && !open.isCompletedExceptionally()
        ? Optional.of(revised.getOrDefault(cell, open.join()))
        : Optional.empty();
  }

  /** Waits for the verdict on a cell, without what was expected of it. */
  Verdict verdict(Cell cell) {
    return await(cell).verdict();
  }

  /** Waits until every cell is decided or failed. */
  void awaitAll() {
    CompletableFuture.allOf(first.values().toArray(CompletableFuture[]::new))
        .exceptionally(error -> null)
        .join();
  }

  /**
   * Waits for the cells of the same kernel and patch that check data, and says whether one of them
   * is fixed.
   *
   * @param cell a cell that does not check data
   */
  boolean dataCheckFixed(Cell cell) {
    if (cell.program().hasDataCheck()) {
      throw new IllegalArgumentException("would wait for itself: " + cell);
    }
    return judged().stream()
        .filter(other -> other.kernelUnderTest().equals(cell.kernelUnderTest()))
        .filter(other -> other.program().hasDataCheck())
        .anyMatch(other -> verdict(other).kind() == VerdictKind.FIXED);
  }

  private CompletableFuture<JudgedVerdict> open(Cell cell) {
    CompletableFuture<JudgedVerdict> found = first.get(cell);
    if (found == null) {
      throw new IllegalArgumentException("not a cell of this run: " + cell);
    }
    return found;
  }

  /** Waits for a future, and throws what its work threw. */
  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UserError || e.getCause() instanceof InfraError) {
        throw (RuntimeException) e.getCause();
      }
      throw e;
    }
  }
}
