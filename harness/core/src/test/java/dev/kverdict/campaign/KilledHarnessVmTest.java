package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.KernelBuilder;
import dev.kverdict.matrix.Matrix;
import dev.kverdict.matrix.MatrixReader;
import dev.kverdict.matrix.PatchDef;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness is killed without a chance to clean up. */
@Tag("vm")
class KilledHarnessVmTest {

  private static final Matrix MATRIX =
      MatrixReader.read(Path.of("src/test/e2e/e2e.yaml"), VerdictKind.names());

  @TempDir Path folder;

  @Test
  void noMachineOutlivesTheHarness() throws Exception {
    Process harness = java(Trial.class, folder.toString());
    ProcessHandle machine = awaitDescendant(harness, command -> command.contains("qemu-system"));
    harness.destroyForcibly().waitFor();
    await()
        .atMost(Duration.ofSeconds(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !machine.isAlive());
  }

  @Test
  void noCompilerOutlivesTheHarnessAndTheNextBuildIsClean() throws Exception {
    // A constant that no build before has had: the store cannot know it.
    Path patch = Files.writeString(folder.resolve("new.patch"), unseenPatch());
    Process harness = java(Build.class, patch.toString());
    ProcessHandle compiler = awaitDescendant(harness, command -> command.endsWith("/cc1"));
    List<ProcessHandle> family = harness.descendants().toList();
    assertThat(family).contains(compiler);
    harness.destroyForcibly().waitFor();
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
    Built next = build(patch);
    AtomicFiles.delete(next.folder());
    assertThat(build(patch)).isEqualTo(next);
  }

  /** Runs a trial in a JVM of its own. */
  static final class Trial {
    private Trial() {}

    /** FOLDER. */
    public static void main(String[] args) {
      CampaignOptions options =
          new CampaignOptions(
              new Selection("unpatched", null, "cow-bug-on"),
              Route.AUTO,
              new dev.kverdict.matrix.Defaults(1, 1, null, 0.95, 1),
              dev.kverdict.vm.Accelerator.TCG,
              true,
              java.util.Set.of(CampaignOptions.Extra.FRESH),
              Path.of(args[0]));
      try (Campaign campaign =
          Campaign.start(MATRIX, options, Environment.ofSystem(), event -> {})) {
        campaign.finish();
      }
    }
  }

  /** Builds a patched kernel in a JVM of its own. */
  static final class Build {
    private Build() {}

    /** PATCH. */
    public static void main(String[] args) {
      build(Path.of(args[0]));
    }
  }

  private record Built(Path folder, String codeDigest, Map<String, String> buildIds) {}

  private static Built build(Path patch) {
    Lane lane = new HostLane();
    Environment system = Environment.ofSystem();
    Store store = new Store(system.storeRoot(), lane, system.storeLimit());
    KernelBuilder builder = new KernelBuilder(lane, store, (kernel, step, objects) -> {});
    try (KernelArtefact artefact =
        builder
            .patched(
                MATRIX.kernels().get("debian-6.1"), new PatchDef("new", List.of(patch), Map.of()))
            .artefact()
            .orElseThrow()) {
      return new Built(artefact.vmlinux().getParent(), artefact.codeDigest(), artefact.buildIds());
    }
  }

  private static String unseenPatch() throws IOException {
    String unseen = Long.toString(System.nanoTime() % 1_000_000_000L + 1_000_000L);
    return Files.readString(Path.of("src/test/e2e/patches/fixes-nothing.patch"))
        .replace("(1 << 20)", unseen);
  }

  private static Process java(Class<?> main, String argument) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            argument)
        .inheritIO()
        .start();
  }

  private static ProcessHandle awaitDescendant(Process of, Predicate<String> command) {
    return await()
        .atMost(Duration.ofMinutes(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              assertThat(of.isAlive()).as("the harness ended too early").isTrue();
              try (Stream<ProcessHandle> all = of.descendants()) {
                return all.filter(p -> p.info().command().filter(command).isPresent())
                    .findFirst()
                    .orElse(null);
              }
            },
            found -> found != null);
  }
}
