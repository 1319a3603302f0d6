package dev.kverdict.bench;

import dev.kverdict.InfraError;
import dev.kverdict.host.Lane;
import dev.kverdict.vm.Beginning;
import dev.kverdict.vm.Vm;
import dev.kverdict.vm.VmListener;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Measures how long a machine takes to reach user space. */
public final class BootTime {

  private BootTime() {}

  /**
   * Returns the time from QEMU's start to the agent's first byte, in ms; empty if none came in
   * time.
   *
   * @param pumps must start each task at once
   */
  public static OptionalDouble millis(
      VmSpec spec, Path directory, Lane lane, Executor pumps, Duration limit) {
    long start = System.nanoTime();
    try (Vm vm = Vm.start(spec, Beginning.BOOT, directory, lane, pumps, VmListener.IGNORE)) {
      InputStream agent = vm.agentOutput();
      long first =
          CompletableFuture.supplyAsync(() -> firstByte(agent), pumps)
              .get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return first == 0 ? OptionalDouble.empty() : OptionalDouble.of((first - start) / 1e6);
    } catch (TimeoutException e) {
      return OptionalDouble.empty();
    } catch (ExecutionException e) {
      throw new InfraError("cannot read the agent's channel: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfraError("interrupted while a machine booted", e);
    }
  }

  /** Returns its time, as {@link System#nanoTime}; 0 if the channel ended without one. */
  private static long firstByte(InputStream agent) {
    try {
      return agent.read() < 0 ? 0 : System.nanoTime();
    } catch (IOException e) {
      return 0;
    }
  }
}
