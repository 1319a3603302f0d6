package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The end of a long program.
 *
 * @param code its exit code
 * @param late whether it was killed at its time limit
 */
public record Ended(int code, boolean late) {

  /** Waits for the end of a program, and returns its exit code. */
  @FunctionalInterface
  public interface Wait {
    int code() throws InterruptedException;
  }

  /**
   * Passes on a program's output until it ends, which is at its time limit at the latest. The
   * caller ends a program whose output is lost: it may still run.
   *
   * @param kill kills the program with everything it started
   * @throws InfraError if the output is lost, or the waiting thread is interrupted
   */
  public static Ended of(
      Command command, RunningProgram program, Runnable kill, Wait end, Consumer<String> sink) {
    CompletableFuture<Boolean> late =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, command.timeout().toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> ending =
        late.thenAcceptAsync( // the timer thread, which all timers share, must not block
            over -> {
              if (over) {
                kill.run();
              }
            });
    try {
      OutputLines.each(program.output(), sink);
      int code = end.code();
      boolean timedOut = !late.complete(false);
      ending.join();
      return new Ended(code, timedOut);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfraError("interrupted while running " + command.argv().get(0), e);
    } catch (IOException e) {
      throw new InfraError(
          "lost the output of " + command.argv().get(0) + ": " + e.getMessage(), e);
    } finally {
      late.complete(false);
    }
  }
}
