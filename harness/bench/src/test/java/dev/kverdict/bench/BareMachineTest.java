package dev.kverdict.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.host.HostLane;
import dev.kverdict.vm.Accelerator;
import dev.kverdict.vm.Machine;
import dev.kverdict.vm.QemuCommandLine;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script of a trial with {@code cat} in the place of QEMU's binary. */
class BareMachineTest {

  @TempDir private Path evidence;
  @TempDir private Path scratch;

  private final ExecutorService pumps = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    pumps.shutdownNow();
  }

  private double run(String script) throws IOException {
    Path file = Files.writeString(evidence.resolve("qemu.sh"), script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return new BareMachine(new HostLane(), pumps).run(evidence, scratch, true);
  }

  /** A machine that only passes on what the agent would receive. */
  private String script() throws IOException {
    Files.writeString(evidence.resolve("requests"), "{\"type\":\"settled\"}\n");
    VmSpec spec =
        new VmSpec(
            Path.of("/vmlinux"),
            Path.of("/initramfs"),
            "",
            256,
            1,
            List.of(),
            Machine.MICROVM,
            Accelerator.TCG,
            null);
    return QemuCommandLine.script(spec, "requests")
        .replaceFirst("(?s)exec .*", "cat agent.in > agent.out\nwait\n");
  }

  @Test
  void theTimeBeginsWhenTheScriptStartsQemu() throws IOException {
    assertThat(run(script())).isNotNegative();
  }

  @Test
  void aScriptThatDoesNotSayWhenIsNotMeasured() throws IOException {
    String silent = script().replaceAll("(?m)^echo .*\n", "");
    assertThatThrownBy(() -> run(silent))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("does not say when it starts QEMU");
  }
}
