package dev.kverdict.host;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A child process with its descendants. */
final class HostProgram implements RunningProgram {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMillis(50);

  private final Process process;
  private final CageKind kind;
  private final boolean family;
  private final Ownership.@Nullable Loan loan;
  private final CompletableFuture<Integer> exit;

  private HostProgram(
      Process process, CageKind kind, boolean family, Ownership.@Nullable Loan loan) {
    this.process = process;
    this.kind = kind;
    this.family = family;
    this.loan = loan;
    this.exit = process.onExit().thenApply(Process::exitValue);
  }

  /** Wraps a program that is itself the cage, if there is one. */
  static HostProgram alone(Process process, CageKind kind) {
    return new HostProgram(process, kind, false, null);
  }

  /** Wraps a shell whose children are the cages. */
  static HostProgram family(Process process, CageKind kind) {
    return new HostProgram(process, kind, true, null);
  }

  /** Wraps a single program; takes back the files lent to it when it is ended. */
  static HostProgram lent(Process process, Cage.Caged caged) {
    return new HostProgram(process, caged.kind(), false, caged.loan());
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public boolean alive() {
    return process.isAlive();
  }

  @Override
  public InputStream output() {
    return process.getInputStream();
  }

  @Override
  public OutputStream input() {
    return process.getOutputStream();
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return exit.copy();
  }

  @Override
  public Optional<Integer> await(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)
          ? Optional.of(process.exitValue())
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    end();
  }

  /** Waits for its end, however long that takes, and returns the exit code. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  void end() {
    if (kind.hasNamespaces()) {
      endInhabitants();
    }
    // Listed first: once the parent is gone, its children are reparented and cannot be found.
    List<ProcessHandle> rest = process.descendants().toList();
    // By its handle: Process.destroyForcibly would close the streams while they are being read.
    process.toHandle().destroyForcibly();
    rest.forEach(ProcessHandle::destroyForcibly);
    var unused = await(LIMIT);
    if (loan != null) {
      loan.close();
    }
  }

  /**
   * Kills the processes in the namespaces. Bubblewrap itself exits after the first process of its
   * namespace, and so after all of them. Repeats for a while: bubblewrap killed before its
   * namespace is ready would leave a process behind.
   */
  private void endInhabitants() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    do {
      try (Stream<ProcessHandle> cages =
          family ? process.children() : Stream.of(process.toHandle())) {
        cages.flatMap(ProcessHandle::descendants).forEach(ProcessHandle::destroyForcibly);
      }
    } while (await(STEP).isEmpty() && System.nanoTime() < deadline && !interrupted());
  }

  private static boolean interrupted() {
    return Thread.currentThread().isInterrupted();
  }
}
