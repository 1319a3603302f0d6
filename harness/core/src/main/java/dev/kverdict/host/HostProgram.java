package dev.kverdict.host;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A child process with its family. */
final class HostProgram implements RunningProgram {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Process process;
  private final Cage.@Nullable Caged caged;
  private final CompletableFuture<Integer> exit;

  HostProgram(Process process) {
    this(process, null);
  }

  /**
   * @param caged the cage that the process itself keeps, or null when it keeps none
   */
  HostProgram(Process process, Cage.@Nullable Caged caged) {
    this.process = process;
    this.caged = caged;
    this.exit = process.onExit().thenApply(Process::exitValue);
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

  void end() {
    // Listed first: once the parent is gone its children are nobody's and cannot be found.
    List<ProcessHandle> family = process.descendants().toList();
    Cage.Caged cage = caged;
    if (cage != null && cage.kind().hasNamespaces() && !family.isEmpty()) {
      // Bubblewrap itself stays until its namespace's first process, and so all of them, are gone.
      family.forEach(ProcessHandle::destroyForcibly);
      await(LIMIT);
    }
    // By its handle: Process.destroyForcibly closes the streams under whoever reads them.
    process.toHandle().destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    await(LIMIT);
    if (cage != null) {
      cage.loan().close();
    }
  }
}
