package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All programs that this JVM has started, and their end when the JVM is asked to stop. From then on
 * no lane of this host starts a program or returns a result: a program that was killed for this
 * reason says nothing about a kernel, a patch or an image, and nothing may be kept of it.
 */
public final class Children {

  private static final Duration STEP = Duration.ofMillis(20);

  private static volatile boolean ending;

  private Children() {}

  /**
   * Kills all programs with everything they started, and starts no more.
   *
   * @param limit how long to wait until they are gone
   * @return whether they are
   */
  public static boolean endAll(Duration limit) {
    ending = true;
    ProgramStarter.instance().settle(limit);
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      // Again and again: what is listed may start something before it is killed.
      List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
      all.forEach(ProcessHandle::destroyForcibly);
      if (all.isEmpty() || System.nanoTime() > deadline) {
        return all.isEmpty();
      }
      await(all.get(0).onExit());
    }
  }

  private static void await(CompletableFuture<ProcessHandle> exit) {
    try {
      var unused = exit.get(STEP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Looked at again.
    }
  }

  /**
   * Does nothing unless the JVM is about to end.
   *
   * @throws InfraError if it is
   */
  static void requireLiving() {
    if (ending) {
      throw new InfraError("interrupted");
    }
  }

  /** Returns a result unless the JVM is about to end. */
  static <T> T living(T result) {
    requireLiving();
    return result;
  }
}
