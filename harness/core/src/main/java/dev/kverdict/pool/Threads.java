package dev.kverdict.pool;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All threads of a campaign: one per machine that runs, one for builds, one per cell under way, and
 * as many as there are channels to read.
 */
public final class Threads implements AutoCloseable {

  /** How long a machine takes to end at most, in seconds: QEMU may be writing its state. */
  private static final int LIMIT_S = 30;

  private final ExecutorService conductor = Executors.newSingleThreadExecutor(named("build"));
  private final ExecutorService cells = Executors.newCachedThreadPool(named("cell"));
  private final ExecutorService pumps = Executors.newCachedThreadPool(named("pump"));
  private final ExecutorService trials = Executors.newCachedThreadPool(named("trial"));
  private final MachineQueue machines;

  public Threads(int jobs) {
    this.machines = new MachineQueue(jobs, HostBudget.ofSystem(), trials);
  }

  public ExecutorService conductor() {
    return conductor;
  }

  /** Each cell under way has one that mostly waits for its trials. */
  public ExecutorService cells() {
    return cells;
  }

  /** The queue that every machine waits in. */
  public MachineQueue machines() {
    return machines;
  }

  public ExecutorService pumps() {
    return pumps;
  }

  @Override
  public void close() {
    conductor.shutdownNow();
    cells.shutdownNow();
    trials.shutdownNow();
    pumps.shutdown();
    try {
      // Nobody may find a machine of a run that has ended; only one that was cancelled has any.
      var unused = trials.awaitTermination(LIMIT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "kverdict-" + name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
