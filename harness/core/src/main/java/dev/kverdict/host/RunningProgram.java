package dev.kverdict.host;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A program that runs in the background. Closing it kills it and everything it started. */
public interface RunningProgram extends AutoCloseable {

  /** Returns its process id. */
  long pid();

  /** Returns whether it is still running. */
  boolean alive();

  /** Returns whether it, or a program that it started, was stopped by a signal (SIGSTOP). */
  default boolean stopped() {
    return ProcessHandle.of(pid())
        .map(one -> Stream.concat(Stream.of(one), one.descendants()))
        .orElse(Stream.empty())
        .anyMatch(one -> ProcessState.of(one.pid()).stopped());
  }

  /** Returns its standard output and error, joined. The caller must drain it. */
  InputStream output();

  /** Returns its standard input; discarded for a program that was started without one. */
  OutputStream input();

  /** Returns a future of the exit code (128 + n for signal n). */
  CompletableFuture<Integer> exit();

  /** Waits for the exit code; empty if it still runs after that time. */
  Optional<Integer> await(Duration time);

  /** Kills it at once, with everything it started. Does nothing if it has ended. */
  @Override
  void close();
}
