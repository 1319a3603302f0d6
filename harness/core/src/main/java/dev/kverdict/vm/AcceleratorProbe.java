package dev.kverdict.vm;

import dev.kverdict.InfraError;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds out whether KVM works by using it. Neither {@code /dev/kvm} nor QEMU's own answer proves
 * it: on some nested hosts both look fine, and yet no guest ever reaches user space.
 */
public final class AcceleratorProbe {

  /** KVM's device node. */
  static final Path DEVICE = Path.of("/dev/kvm");

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private AcceleratorProbe() {}

  /**
   * The result of the probe.
   *
   * @param accelerator the accelerator to use
   * @param reason one line for display
   */
  public record Answer(Accelerator accelerator, String reason) {}

  /** Describes who may open KVM's device node, in a form that changes when that does. */
  public static String access() {
    try {
      return new TreeMap<>(Files.readAttributes(DEVICE, "unix:mode,uid,gid")).toString();
    } catch (IOException e) {
      return "not there";
    }
  }

  /**
   * Boots the machine on KVM and waits for the agent's first byte.
   *
   * @param spec the machine; its accelerator is replaced
   */
  public static Answer probe(VmSpec spec, Path directory, Lane lane, Executor pumps) {
    if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
      return new Answer(Accelerator.TCG, DEVICE + " is missing, or may not be opened by this user");
    }
    try (Vm vm =
        Vm.start(
            spec.on(Accelerator.KVM), Beginning.BOOT, directory, lane, pumps, VmListener.IGNORE)) {
      InputStream agent = vm.agentOutput();
      CompletableFuture<Boolean> spoke =
          CompletableFuture.supplyAsync(() -> firstByte(agent), pumps);
      if (spoke.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Answer(Accelerator.KVM, "a guest on KVM reached user space");
      }
      return new Answer(Accelerator.TCG, "QEMU ended on KVM before user space");
    } catch (TimeoutException e) {
      return new Answer(Accelerator.TCG, "no user space on KVM within " + LIMIT.toSeconds() + " s");
    } catch (ExecutionException | InfraError e) {
      return new Answer(Accelerator.TCG, "QEMU on KVM: " + firstLine(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfraError("interrupted while probing KVM", e);
    }
  }

  private static boolean firstByte(InputStream agent) {
    try {
      return agent.read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("failed");
  }
}
