package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.kernel.ConfigCheck;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.ConfigBase;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds a source of one Makefile, which compiles whatever it is asked to make. */
class SourceRouteTest {

  private static final String SOURCE = "linux-source-6.1";
  private static final String MAKEFILE =
      """
      tinyconfig olddefconfig vmlinux modules:
      \t@echo "# CONFIG_A is not set" >$(O)/.config
      \t@cd $(O) && $(CC) -c $@.c
      """;

  @TempDir private Path directory;
  private String makefile = MAKEFILE;
  private final Map<String, String> tools =
      new HashMap<>(Map.of("apt-cache", "  Candidate: 6.1.1-1", "gcc-12", "gcc-12 (D) 12.2.0"));

  /** Returns a tree made with a toolchain; all trees are made in one store. */
  private Entry tree(String toolchain) {
    return tree(kernel(toolchain));
  }

  private Entry tree(KernelDef kernel) {
    ToolLane lane = new ToolLane(tools);
    Store store = new Store(directory.resolve("v1"), lane, 1 << 30);
    store.obtain(Key.of("kernel-source", 1, SOURCE, "6.1.1-1"), this::source).close();
    return new SourceRoute(new TreeWork(lane, store), (name, step, n) -> {}).tree(kernel);
  }

  private void source(Path entry) throws IOException {
    Path tree = Files.createDirectory(entry.resolve(SourceTree.TREE));
    Files.writeString(tree.resolve("Makefile"), makefile);
  }

  /** Returns a kernel of a source that need not exist, with the smallest configuration. */
  static KernelDef kernel(String toolchain) {
    return kernel(new KernelDef.Config(toolchain, "tinyconfig", List.of()));
  }

  private static KernelDef kernel(KernelDef.Config config) {
    return new KernelDef(
        "k",
        new KernelSource.Debian(SOURCE),
        config,
        PatchSet.NONE,
        List.of(),
        KernelDef.Guest.PLAIN);
  }

  @Test
  void everythingIsCompiledByTheToolchainWithTheWorkingDirectoryMappedAway() throws IOException {
    tools.put("echo", "a compiler that tells what it is given");
    try (Entry tree = tree("echo")) {
      assertThat(Files.readAllLines(tree.folder().resolve("build.log")))
          .extracting(line -> line.replaceFirst("=/.*/tree/build=", "=/FOLDER="))
          .contains(
              "-ffile-prefix-map=/FOLDER=. -c tinyconfig.c",
              "-ffile-prefix-map=/FOLDER=. -c olddefconfig.c",
              "-ffile-prefix-map=/FOLDER=. -c vmlinux.c",
              "-ffile-prefix-map=/FOLDER=. -c modules.c");
    }
  }

  @Test
  void aTreeIsKeptForEachToolchainAndEachVersionOfIt() {
    tools.put("true", "true 1");
    tools.put("echo", "echo 1");
    try (Entry one = tree("true");
        Entry again = tree("true");
        Entry other = tree("echo")) {
      assertThat(again.key()).isEqualTo(one.key());
      assertThat(other.key()).isNotEqualTo(one.key());
      tools.put("true", "true 2");
      try (Entry upgraded = tree("true")) {
        assertThat(upgraded.key()).isNotEqualTo(one.key());
      }
    }
  }

  @Test
  void aCompleteConfigurationAndWordsAreMergedAndWhatIsLostIsNamed() throws IOException {
    tools.put("true", "true 1");
    makefile =
        """
        olddefconfig:
        \t@sed -i -e '/CONFIG_KASAN=/d' \\
        \t  -e '1i # Linux/x86 6.1.1 Kernel Configuration' \\
        \t  -e '1i CONFIG_CC_VERSION_TEXT="gcc (Debian 12.2.0-14) 12.2.0"' $(O)/.config
        vmlinux modules:
        """;
    Path base = Files.writeString(directory.resolve("base.config"), "CONFIG_NET=n\nCONFIG_A=y\n");
    KernelDef.Config config =
        new KernelDef.Config(
            "true", new ConfigBase.File(base), true, List.of(ConfigWord.NET), List.of());
    try (Entry tree = tree(kernel(config))) {
      assertThat(ConfigCheck.options(tree.folder().resolve("tree/build/.config")))
          .containsEntry("A", "y")
          .containsEntry("NET", "y")
          .containsEntry("VIRTIO_PCI", "y")
          .containsEntry("TUN", "y");
    }
    KernelDef.Config lost =
        new KernelDef.Config(
            "true", new ConfigBase.File(base), true, List.of(ConfigWord.KASAN), List.of());
    assertThatThrownBy(() -> tree(kernel(lost)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "kernel configuration: kasan: CONFIG_KASAN is not set in the final .config of "
                + "Linux 6.1.1 with gcc 12.2.0: this source has no such option; "
                + "add the missing options too, or ask for values that the kernel supports");
  }

  @Test
  void aStepThatKillsItselfFailsTheBuildAndIsReported() {
    tools.put("true", "true 1");
    makefile = "tinyconfig:\n\t@kill -KILL $$$$\n";
    assertThatThrownBy(() -> tree("true"))
        .isInstanceOf(BuildStopped.class)
        .hasMessageContaining("a step was ended by a signal that kverdict did not send")
        .hasMessageContaining("tinyconfig] Killed");
  }

  @Test
  void aMakeEndedByItsChildIsReportedWithTheSignalAndWhoDidNotSendIt() {
    tools.put("true", "true 1");
    makefile = "tinyconfig:\n\t@kill -TERM $$PPID; sleep 1000\n";
    assertThatThrownBy(() -> tree("true"))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("make was ended by signal 15, which kverdict did not send");
  }

  @Test
  void aToolchainThatIsNotInstalledIsNamedBeforeAnythingIsMade() {
    assertThatThrownBy(() -> tree("clang-14"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "toolchain of kernel k: clang-14 is not installed; "
                + "apt-get install --no-install-recommends clang-14");
    assertThat(directory.resolve("v1/kernel-tree")).doesNotExist();
  }
}
