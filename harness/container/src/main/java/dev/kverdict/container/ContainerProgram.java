package dev.kverdict.container;

import dev.kverdict.host.RunningProgram;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A program in a container. */
final class ContainerProgram implements RunningProgram {

  private static final Duration DEATH = Duration.ofSeconds(20);

  private final Engine engine;
  private final Engine.Started container;
  private final CompletableFuture<Integer> exit;
  private final AtomicBoolean removed = new AtomicBoolean();

  /**
   * Wraps a started container.
   *
   * @param over run once when it has ended, before {@link #exit()} completes
   */
  ContainerProgram(Engine engine, Engine.Started container, Runnable over) {
    this.engine = engine;
    this.container = container;
    this.exit = container.exit().whenComplete((code, error) -> over.run());
  }

  /** Returns the host's id of the container's process 1; 0 if it has ended. */
  @Override
  public long pid() {
    return engine.pid(container.id());
  }

  @Override
  public boolean alive() {
    return !exit.isDone();
  }

  @Override
  public InputStream output() {
    return container.streams().output();
  }

  @Override
  public OutputStream input() {
    return container.streams().input();
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return exit.copy();
  }

  @Override
  public Optional<Integer> await(Duration time) {
    try {
      return Optional.of(exit.get(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  /** Waits for its end, however long that takes, and returns the exit code. */
  int end() {
    try {
      return exit.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Kills it; its output can still be read, and it must still be closed. */
  void kill() {
    engine.kill(container.id());
  }

  /** Kills and removes it; up to 64 KiB of remaining output can be read afterwards. */
  @Override
  public void close() {
    if (removed.compareAndSet(false, true)) {
      engine.remove(container.id());
      var unused = await(DEATH);
      container.streams().finish();
    }
  }
}
