package dev.kverdict.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.MachineType;
import dev.kverdict.patch.PatchSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The "threads" of this test run a task when they are told to, one by one. */
class MachineQueueTest {

  private static final HostBudget ROOMY = new HostBudget(100, 100_000);

  private final Deque<Runnable> started = new ArrayDeque<>();
  private final List<String> order = new ArrayList<>();

  private MachineQueue queue(int machines, HostBudget budget) {
    return new MachineQueue(machines, budget, started::add);
  }

  private static KernelDef kernel(int memoryMiB, int smp) {
    return new KernelDef(
        "k",
        new KernelSource.Debian("linux-source-6.1"),
        KernelDef.Config.NONE,
        PatchSet.NONE,
        List.of(),
        new KernelDef.Guest("", memoryMiB, smp, MachineType.AUTO));
  }

  private CompletableFuture<String> submit(MachineQueue queue, int rank, String name) {
    return submit(queue, rank, name, kernel(256, 2));
  }

  private CompletableFuture<String> submit(
      MachineQueue queue, int rank, String name, KernelDef kernel) {
    return queue.submit(
        rank,
        kernel,
        ended -> {
          order.add(name);
          return name;
        });
  }

  private void finishOne() {
    started.remove().run();
  }

  @Test
  void whoWaitsWhenTheRunIsClosedIsTold() {
    AtomicBoolean closed = new AtomicBoolean();
    MachineQueue queue =
        new MachineQueue(
            1,
            ROOMY,
            task -> {
              if (closed.get()) {
                throw new RejectedExecutionException("closed");
              }
              started.add(task);
            });
    CompletableFuture<String> first = submit(queue, 1, "a");
    CompletableFuture<String> second = submit(queue, 1, "b");
    closed.set(true);
    finishOne();
    assertThat(first).isCompletedWithValue("a");
    assertThatThrownBy(second::join).hasCauseInstanceOf(InfraError.class);
  }

  @Test
  void theFirstTrialOfEachCellComesBeforeTheSecondOfAny() {
    MachineQueue queue = queue(1, ROOMY);
    submit(queue, 1, "a1");
    submit(queue, 2, "a2");
    submit(queue, 3, "a3");
    submit(queue, 1, "b1");
    submit(queue, 2, "b2");
    while (!started.isEmpty()) {
      finishOne();
    }
    assertThat(order).containsExactly("a1", "b1", "a2", "b2", "a3");
  }

  @Test
  void noMoreMachinesThanAskedFor() {
    MachineQueue queue = queue(2, ROOMY);
    for (int i = 1; i <= 5; i++) {
      submit(queue, i, "t" + i);
    }
    assertThat(started).hasSize(2);
    finishOne();
    assertThat(started).hasSize(2);
  }

  @Test
  void noMoreThanFitsIntoTheMemory() {
    MachineQueue queue = queue(10, new HostBudget(100, 600));
    submit(queue, 1, "first");
    submit(queue, 2, "second");
    submit(queue, 3, "third");
    assertThat(started).hasSize(2);
    finishOne();
    assertThat(started).hasSize(2);
  }

  @Test
  void noMoreThanFitsOntoTheProcessors() {
    MachineQueue queue = queue(10, new HostBudget(3, 100_000));
    submit(queue, 1, "first");
    submit(queue, 2, "second");
    assertThat(started).hasSize(1);
  }

  @Test
  void aMachineLargerThanAllRunsAloneAndIsNotOvertaken() {
    MachineQueue queue = queue(10, new HostBudget(4, 512));
    submit(queue, 1, "small");
    submit(queue, 2, "huge", kernel(100_000, 64));
    submit(queue, 3, "later");
    assertThat(started).hasSize(1);
    finishOne();
    assertThat(started).hasSize(1);
    finishOne();
    finishOne();
    assertThat(order).containsExactly("small", "huge", "later");
  }

  @Test
  void whatGoesWrongIsToldToWhoeverWaitsAndFreesTheMachine() {
    MachineQueue queue = queue(1, ROOMY);
    CompletableFuture<String> broken =
        queue.submit(
            1,
            kernel(256, 2),
            ended -> {
              throw new IllegalStateException("broken");
            });
    CompletableFuture<String> next = submit(queue, 2, "next");
    finishOne();
    assertThatThrownBy(broken::join).hasRootCauseMessage("broken");
    finishOne();
    assertThat(next).isCompletedWithValue("next");
  }

  @Test
  void whatComesAfterTheMachineKeepsNoOtherFromStarting() {
    MachineQueue queue = queue(1, ROOMY);
    CompletableFuture<Integer> first =
        queue.submit(
            1,
            kernel(256, 2),
            ended -> {
              ended.run();
              ended.run(); // gives back once
              return started.size();
            });
    submit(queue, 2, "second");
    submit(queue, 3, "third");
    finishOne();
    assertThat(first).isCompletedWithValue(1);
    assertThat(started).hasSize(1);
    finishOne();
    assertThat(order).containsExactly("second");
  }
}
