package dev.kverdict.pool;

import dev.kverdict.InfraError;
import dev.kverdict.model.KernelDef;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs trials side by side, as many as there may be machines at once and as fit into the budget of
 * processors and memory. The first trial of every cell comes before the second of any, so that each
 * cell shows early what it is about.
 */
public final class MachineQueue {

  private final int machines;
  private final HostBudget budget;
  private final Executor threads;
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparingInt(Waiting::rank).thenComparingLong(Waiting::order));
  private long orders;
  private int running;
  private int processorsInUse;
  private long mebibytesInUse;

  /**
   * @param machines the most machines at once
   * @param threads must start each task at once
   */
  MachineQueue(int machines, HostBudget budget, Executor threads) {
    this.machines = machines;
    this.budget = budget;
    this.threads = threads;
  }

  private record Waiting(
      int rank,
      long order,
      int processors,
      long mebibytes,
      Consumer<Runnable> task,
      CompletableFuture<?> result) {}

  /**
   * Runs something that needs one machine.
   *
   * @param rank the lower, the sooner
   * @param kernel tells how large a machine it is
   * @param work is given what it may call as soon as its machine ended: what it does afterwards,
   *     mostly waiting for a checker, keeps no other machine from starting
   */
  <T> CompletableFuture<T> submit(int rank, KernelDef kernel, Function<Runnable, T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Consumer<Runnable> task =
        ended -> {
          try {
            result.complete(work.apply(ended));
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e); // whoever waits for it has to know
          }
        };
    synchronized (this) {
      waiting.add(
          new Waiting(
              rank, orders++, kernel.guest().smp(), kernel.guest().memoryMiB(), task, result));
    }
    startWhatFits();
    return result;
  }

  private void startWhatFits() {
    for (Waiting next = take(); next != null; next = take()) {
      Waiting one = next;
      AtomicBoolean held = new AtomicBoolean(true);
      Runnable ended =
          () -> {
            if (held.compareAndSet(true, false)) {
              giveBack(one);
              startWhatFits();
            }
          };
      try {
        threads.execute(
            () -> {
              try {
                one.task().accept(ended);
              } finally {
                ended.run();
              }
            });
      } catch (RejectedExecutionException e) {
        // Another one failed, and the run is being closed.
        giveBack(one);
        one.result().completeExceptionally(new InfraError("the run has ended", e));
      }
    }
  }

  /** The next one, if it fits now: a small machine does not overtake a large one for ever. */
  private synchronized @Nullable Waiting take() {
    Waiting next = waiting.peek();
    boolean fits =
        next != null
            && running < machines
            && (running == 0 // larger than the whole budget: alone
                || budget.holds(
                    processorsInUse + next.processors(), mebibytesInUse + next.mebibytes()));
    if (!fits) {
      return null;
    }
    waiting.remove();
    running++;
    processorsInUse += next.processors();
    mebibytesInUse += next.mebibytes();
    return next;
  }

  private synchronized void giveBack(Waiting done) {
    running--;
    processorsInUse -= done.processors();
    mebibytesInUse -= done.mebibytes();
  }
}
