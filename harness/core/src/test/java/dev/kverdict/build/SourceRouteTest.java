package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.kernel.SourceTree;
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

  /** A tree made with a toolchain; all are made in one store. */
  private Entry tree(String toolchain) {
    ToolLane lane = new ToolLane(tools);
    Store store = new Store(directory.resolve("v1"), lane, 1 << 30);
    store.obtain(Key.of("kernel-source", 1, SOURCE, "6.1.1-1"), this::source).close();
    return new SourceRoute(new TreeWork(lane, store), (kernel, step, n) -> {})
        .tree(kernel(toolchain));
  }

  private void source(Path entry) throws IOException {
    Path tree = Files.createDirectory(entry.resolve(SourceTree.TREE));
    Files.writeString(tree.resolve("Makefile"), makefile);
  }

  /** A kernel of a source that need not be there, of the smallest configuration. */
  static KernelDef kernel(String toolchain) {
    return new KernelDef(
        "k",
        new KernelSource.Debian(SOURCE),
        new KernelDef.Config(toolchain, "tinyconfig", List.of()),
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
