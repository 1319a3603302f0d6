package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A patch of a module that does not build by itself, in a tree of one Makefile. */
class SourceVariantTest {

  private static final String ALONE =
      "fs/one/one.ko:\n\t@echo '../fs/one/a.c:1:1: error: alone'; exit 1\n";

  @TempDir private Path directory;
  private final Lane lane = new HostLane();
  private Store store;
  private Path made;

  @BeforeEach
  void prepare() throws IOException {
    store = new Store(directory.resolve("v1"), lane, 1 << 30);
    made = Files.createDirectory(directory.resolve("made"));
  }

  /** Builds the variant whose module, and whose vmlinux, are made as the rules say. */
  private ThrowingCallable building(String rules) throws IOException {
    Path patch =
        Files.writeString(
            directory.resolve("a.patch"),
            "--- a/fs/one/a.c\n+++ b/fs/one/a.c\n@@ -1 +1 @@\n-a\n+b\n");
    return () -> {
      try (Entry tree = store.obtain(Key.of("kernel-tree", 1), entry -> tree(entry, rules));
          KernelArtefact control =
              new KernelArtefact(
                  store.obtain(Key.of("kernel", 1), SourceVariantTest::controlArtefact))) {
        new SourceRoute(new TreeWork(lane, store), (kernel, step, n) -> {})
            .variant(
                SourceRouteTest.kernel("gcc"),
                new PatchDef("p", PatchSet.read(List.of(patch)), Map.of()),
                tree,
                control,
                made);
      }
    };
  }

  private static void tree(Path entry, String rules) throws IOException {
    Path tree = entry.resolve(SourceTree.TREE);
    Relocation.remember(tree, entry);
    write(tree.resolve("Makefile"), "modules: vmlinux\n" + rules);
    write(tree.resolve("fs/one/a.c"), "a\n");
    write(tree.resolve(Kbuild.COMPILER), "#!/bin/sh\n");
    write(tree.resolve("build/tools/objtool"), "");
    write(tree.resolve("build/modules.order"), "fs/one/one.ko\n");
    if (rules.contains("bzImage:")) {
      write(ArtefactCollector.bzImage(tree.resolve("build")), "the control's");
    }
    write(tree.resolve("build/fs/one/one.mod"), "fs/one/a.o\n");
    write(tree.resolve("build/fs/one/.a.o.cmd"), "source_fs/one/a.o := ../fs/one/a.c\n");
  }

  /** Returns a kernel that cannot boot. */
  static void controlArtefact(Path entry) throws IOException {
    KernelArtefact.write(entry, new KernelArtefact.Facts(1, "6.1", Map.of(), "00"));
    write(entry.resolve("config"), "");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  @Test
  void theModulesErrorIsKeptWhenTheWholeBuildFailsDifferently() throws IOException {
    assertThatThrownBy(
            building(ALONE + "vmlinux:\n\t@echo '../fs/one/a.c:2:2: error: together'; exit 1\n"))
        .isInstanceOfSatisfying(
            BuildStopped.class,
            stopped ->
                assertThat(stopped.outcome().lines())
                    .containsExactly(
                        "fs/one/a.c:2:2: error: together",
                        "before that, the modules do not build by themselves:",
                        "fs/one/a.c:1:1: error: alone"));
  }

  @Test
  void anErrorOfBothBuildsIsReportedOnce() throws IOException {
    assertThatThrownBy(building(ALONE + ALONE.replace("fs/one/one.ko", "vmlinux")))
        .isInstanceOfSatisfying(
            BuildStopped.class,
            stopped ->
                assertThat(stopped.outcome().lines())
                    .containsExactly("fs/one/a.c:1:1: error: alone"));
  }

  @Test
  void whatTheControlBootsIsMadeAgainForAWholeVariant() throws IOException {
    assertThatThrownBy(
            building(
                ALONE
                    + "vmlinux:\n\t@:\n"
                    + "bzImage:\n\t@echo '../fs/one/a.c:3:3: error: image'; exit 1\n"))
        .isInstanceOfSatisfying(
            BuildStopped.class,
            stopped ->
                assertThat(stopped.outcome().lines()).contains("fs/one/a.c:3:3: error: image"));
  }

  @Test
  void theModulesErrorIsKeptWhenTheHostEndsTheWholeBuild() throws IOException {
    assertThatThrownBy(building(ALONE + "vmlinux:\n\t@kill -TERM $$PPID; sleep 1000\n"))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("make was ended by signal 15")
        .hasMessageContaining(
            "before that, the modules do not build by themselves: [fs/one/a.c:1:1: error: alone]");
  }

  @Test
  void theLogBeginsWithTheKindOfBuildAndTheReason() throws IOException {
    assertThatThrownBy(building(ALONE + "vmlinux:\n\t@exit 1\n")).isInstanceOf(BuildStopped.class);
    assertThat(Files.readAllLines(KernelArtefact.log(made)).subList(0, 4))
        .containsExactly(
            "kverdict: the whole kernel is made: the modules do not build by themselves",
            "kverdict: fs/one/a.c:1:1: error: alone",
            "kverdict: only these modules are made: fs/one/one",
            "../fs/one/a.c:1:1: error: alone");
  }
}
