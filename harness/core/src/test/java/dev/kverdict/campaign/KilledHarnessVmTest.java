package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.build.KernelBuilder;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.ChildJvm;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.run.Environment;
import dev.kverdict.store.Store;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness is killed without a chance to clean up. */
@Tag("vm")
class KilledHarnessVmTest {

  private static final Matrix MATRIX = MatrixReader.read(Path.of("src/test/e2e/e2e.yaml"));

  @TempDir Path folder;

  @Test
  void noMachineOutlivesTheHarness() throws Exception {
    Process harness = ChildJvm.start(Trial.class, folder);
    List<ProcessHandle> family =
        ChildJvm.familyWith(harness, command -> command.contains("qemu-system"));
    harness.destroyForcibly().waitFor();
    ChildJvm.awaitGone(family);
  }

  @Test
  void noCompilerOutlivesTheHarnessAndTheNextBuildIsClean() throws Exception {
    // A constant that no build before has had: the store cannot know it.
    Path patch = Files.writeString(folder.resolve("new.patch"), unseenPatch());
    Process harness = ChildJvm.start(Build.class, patch);
    // cc1 itself lives for a moment only; what started it goes on to the next file.
    List<ProcessHandle> family = ChildJvm.familyWith(harness, command -> command.endsWith("/cc1"));
    harness.destroyForcibly().waitFor();
    ChildJvm.awaitGone(family);
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
              KernelChoice.AUTO,
              new dev.kverdict.model.Defaults(1, 1, null, 0.95, 1),
              dev.kverdict.vm.Accelerator.TCG,
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
                MATRIX.kernels().get("debian-6.1"),
                new PatchDef("new", PatchSet.read(List.of(patch)), Map.of()))
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
}
