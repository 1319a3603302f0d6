package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Contents;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patches of a source of one C file, compiled by the host's compiler. */
class FailedBuildsTest {

  private static final String SOURCE = "linux-source-6.1";
  private static final String REFUSED = "a.c:1:9: error: ";

  /** The first line of the log: only a log with content is kept. */
  private static final String MAKEFILE =
      """
      tinyconfig olddefconfig modules:
      \t@mkdir -p $(O)/tools; echo "# CONFIG_A is not set" >$(O)/.config
      vmlinux:
      \t@echo making
      \t@cd $(O) && $(CC) -c ../a.c
      """;

  @TempDir private Path directory;
  private final ToolLane lane =
      new ToolLane(
          new HashMap<>(Map.of("apt-cache", "  Candidate: 6.1.1-1", "gcc", "gcc (D) 12.2.0")));
  private final Map<String, String> logs = new HashMap<>();
  private final List<String> steps = new ArrayList<>();
  private String makefile = MAKEFILE;

  private Store store() {
    return new Store(directory.resolve("v1"), lane, 1 << 30);
  }

  private final class Listener implements BuildProgress {
    @Override
    public void moved(String kernel, String step, int objects) {
      steps.add(step);
    }

    @Override
    public void failed(String kernel, Path log) {
      try {
        logs.put(kernel, Files.readString(log));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The outcome of a patch that puts a line in the place of the whole source. */
  private KernelBuild patched(String line) throws IOException {
    return patched("int a;", line);
  }

  private KernelBuild patched(String old, String line) throws IOException {
    Path patch =
        Files.writeString(
            directory.resolve("a.patch"),
            "--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-" + old + "\n+" + line + "\n");
    steps.clear();
    logs.clear();
    Store store = store();
    store.obtain(Key.of("kernel-source", 1, SOURCE, "6.1.1-1"), this::source).close();
    KernelBuilder builder = new KernelBuilder(lane, store, new Listener());
    try (Entry tree = builder.tree(SourceRouteTest.kernel("gcc"))) {
      Key control =
          new SourceRoute(new TreeWork(lane, store), new Listener())
              .controlKey(SourceRouteTest.kernel("gcc"), tree);
      store.obtain(control, SourceVariantTest::controlArtefact).close();
    }
    return builder.patched(
        SourceRouteTest.kernel("gcc"), new PatchDef("p", PatchSet.read(List.of(patch)), Map.of()));
  }

  private void source(Path entry) throws IOException {
    Path tree = Files.createDirectory(entry.resolve(SourceTree.TREE));
    Files.writeString(tree.resolve("Makefile"), makefile);
    Files.writeString(tree.resolve("a.c"), "int a;\n");
  }

  private List<String> kept() throws IOException {
    return new Contents(directory.resolve("v1")).steps().stream().map(Contents.Step::name).toList();
  }

  @Test
  void theWholeLogOfAFailedCompilationIsReported() throws IOException {
    assertThat(patched("int a = b;").outcome().kind()).isEqualTo(BuildOutcome.Kind.BUILD_FAILED);
    assertThat(logs).containsOnlyKeys("k/p");
    assertThat(logs.get("k/p")).contains("making\n", REFUSED, "vmlinux] Error 1");
  }

  @Test
  void whatTheCompilerRefusedIsRefusedAgainWithoutCompiling() throws IOException {
    KernelBuild first = patched("int a = b;");
    String log = logs.get("k/p");
    assertThat(steps).contains("copy");
    KernelBuild again = patched("int a = b;");
    assertThat(again).isEqualTo(first);
    assertThat(again.outcome().lines().get(0)).startsWith(REFUSED);
    assertThat(logs).containsEntry("k/p", log);
    assertThat(steps).contains("failed before").doesNotContain("copy");
  }

  @Test
  void anotherPatchIsCompiled() throws IOException {
    patched("int a = b;");
    KernelBuild other = patched("int a = c;");
    assertThat(other.outcome().lines().get(0)).contains("c");
    assertThat(steps).contains("copy");
  }

  @Test
  void aBuildEndedByASignalIsReportedAndTriedAgain() throws IOException {
    makefile = MAKEFILE.replace("../a.c", "../a.c || grep 'int a;' ../a.c || kill -KILL $$$$");
    BuildOutcome outcome = patched("int a = b;").outcome();
    assertThat(outcome.kind()).isEqualTo(BuildOutcome.Kind.BUILD_FAILED);
    assertThat(outcome.lines()).anyMatch(line -> line.startsWith("a step was ended by a signal"));
    assertThat(logs.get("k/p")).contains(REFUSED, "vmlinux] Killed");
    assertThat(kept()).contains("kernel-tree").doesNotContain("failed-build");
  }

  @Test
  void aHostFaultIsReportedAndTriedAgain() throws IOException {
    makefile =
        MAKEFILE.replace(
            "../a.c", "../a.c || grep 'int a;' ../a.c || { kill -TERM $$PPID; sleep 1000; }");
    assertThatThrownBy(() -> patched("int a = b;"))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("make was ended by signal 15");
    assertThat(logs.get("k/p")).contains("making\n", REFUSED);
    assertThat(kept()).contains("kernel-tree").doesNotContain("failed-build");
  }

  @Test
  void aPatchThatDoesNotApplyIsTriedAgain() throws IOException {
    assertThat(patched("int x;", "int a = b;").outcome().kind())
        .isEqualTo(BuildOutcome.Kind.PATCH_REJECTED);
    patched("int x;", "int a = b;");
    assertThat(steps).contains("copy").doesNotContain("failed before");
  }

  @Test
  void aControlThatDoesNotCompileIsReportedByNameAndTriedAgain() throws IOException {
    makefile = MAKEFILE.replace("-c ../a.c", "-x c -c ../Makefile");
    assertThat(patchedControl().kind()).isEqualTo(BuildOutcome.Kind.BUILD_FAILED);
    assertThat(logs).containsOnlyKeys("k");
    assertThat(logs.get("k")).contains("making\n", "Makefile:1:1: error: ");
    assertThat(kept()).containsExactly("kernel-source");
  }

  private BuildOutcome patchedControl() {
    Store store = store();
    store.obtain(Key.of("kernel-source", 1, SOURCE, "6.1.1-1"), this::source).close();
    return new KernelBuilder(lane, store, new Listener())
        .control(SourceRouteTest.kernel("gcc"))
        .outcome();
  }
}
