package dev.kverdict.host;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A program that runs beside us. Closing it ends it and everything it started. */
public interface RunningProgram extends AutoCloseable {

  /** Its process id. */
  long pid();

  /** Whether it is still running. */
  boolean alive();

  /** Its standard output and error, joined. The caller must drain it. */
  InputStream output();

  /** Its standard input; what a program gets that was started without one goes nowhere. */
  OutputStream input();

  /** Completed with the exit code (128 + n for signal n) when it ends. */
  CompletableFuture<Integer> exit();

  /** Waits for its end; empty when it still runs after that time. */
  Optional<Integer> await(Duration time);

  /** Ends it, at once, with everything it started. Does nothing when it has ended. */
  @Override
  void close();
}
