package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
    // What loses its parent is ours no more, and has to be seen to die all the same.
    Set<ProcessHandle> seen = new HashSet<>();
    do {
      // Again and again: what is listed may start something before it is killed.
      ProcessHandle.current().descendants().forEach(seen::add);
      seen.forEach(ProcessHandle::destroyForcibly);
      seen.removeIf(process -> !runs(process));
    } while (!seen.isEmpty() && System.nanoTime() < deadline && pause());
    return seen.isEmpty();
  }

  /** Returns whether a process runs: one that only waits for its parent's notice has no program. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private static boolean pause() {
    try {
      return !new CountDownLatch(1).await(STEP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
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
