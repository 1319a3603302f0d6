package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kverdict.host.CageKind;
import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Patches that make a kernel's own makefile attack the host that builds it. The limits of a cage
 * are tried by themselves in every run, and in builds, which take a minute each, in the long one.
 */
@Tag("vm") // needs no machine, but a built kernel
class HostileBuildVmTest {

  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

  @TempDir private Path directory;
  private final String mark = "kverdict-" + UUID.randomUUID();
  private final KernelDef kernel =
      MatrixReader.read(HOME.resolve("ci/ocfs2-extent-cache.yaml")).kernels().get("debian-6.1");

  @BeforeEach
  void requireCage() {
    boolean caged = new HostLane(Map.of()).cage().kind() != CageKind.NONE;
    if (System.getProperty("cage", "").equals("required")) {
      assertThat(caged).isTrue();
    }
    assumeTrue(caged, "programs run without a cage here");
  }

  private static Store store(Lane lane) {
    return new Store(Store.defaultRoot(System.getenv()), lane, Store.defaultLimit(System.getenv()));
  }

  /**
   * Builds with a line before all others of the makefile, which a shell runs while make reads it.
   */
  private BuildOutcome build(String script, Map<String, String> env) throws IOException {
    String text =
        """
        --- a/fs/ocfs2/Makefile
        +++ b/fs/ocfs2/Makefile
        @@ -1,2 +1,3 @@
         # SPDX-License-Identifier: GPL-2.0
        +%s := $(shell %s)
         ccflags-y := -I$(src)
        """
            .formatted(mark, script.replace("$", "$$"));
    Path patch = Files.writeString(directory.resolve("hostile.patch"), text);
    Lane lane = new HostLane(env);
    KernelBuilder builder = new KernelBuilder(lane, store(lane), (kernel, step, n) -> {});
    return builder
        .patched(kernel, new PatchDef("hostile", PatchSet.read(List.of(patch)), Map.of()))
        .outcome();
  }

  private static List<String> failure(BuildOutcome outcome) {
    assertThat(outcome.kind()).isEqualTo(BuildOutcome.Kind.BUILD_FAILED);
    return outcome.lines();
  }

  @Test
  void networkIsOutOfReach() throws IOException {
    try (ServerSocketChannel listening = ServerSocketChannel.open()) {
      listening.bind(new InetSocketAddress("127.0.0.1", 0));
      listening.configureBlocking(false);
      int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
      List<String> lines =
          failure(
              build(
                  "bash -c 'exec 3<>/dev/tcp/127.0.0.1/" + port + "' 2>/dev/null || kill $PPID",
                  Map.of()));
      assertThat(listening.accept()).isNull();
      assertThat(lines.get(0)).contains("a signal that kverdict did not send", "Terminated");
    }
  }

  @Test
  void nothingIsWrittenOutsideTheOutputDirectory() throws IOException {
    Path tree;
    try (Entry entry = builderOf(new HostLane(Map.of())).tree(kernel)) {
      tree = entry.folder().resolve(SourceTree.TREE);
    }
    Path temporary = Path.of("/tmp", mark);
    List<Path> targets =
        List.of(
            temporary,
            directory.resolve(mark),
            Path.of("/etc", mark),
            tree.resolve(mark),
            tree.resolve("build").resolve(mark),
            Path.of(System.getProperty("user.home"), mark));
    StringBuilder script = new StringBuilder();
    targets.forEach(target -> script.append("echo x >" + target + "; "));
    // The makefile itself and its neighbours are the source's: by hard links, the control's.
    script.append("for f in ../fs/ocfs2/*.c; do echo x >>$f; done; echo x >../" + mark + "; ");
    script.append("kill $PPID");
    long before = Files.size(tree.resolve("fs/ocfs2/file.c"));
    failure(build(script.toString(), Map.of()));
    assertThat(targets).noneMatch(Files::exists);
    assertThat(Files.size(tree.resolve("fs/ocfs2/file.c"))).isEqualTo(before);
  }

  @Tag("long")
  @Test
  void forksWithoutEndAreEnded() throws IOException {
    // Other programs of this JVM or machine may have children, too.
    String number = "0." + System.nanoTime();
    List<String> lines =
        failure(build("(while :; do sleep 1000 " + number + " & done); exec sleep 1000", Map.of()));
    assertThat(String.join("\n", lines)).contains("processes at a time");
    assertThat(ProcessHandle.allProcesses())
        .noneMatch(process -> process.info().commandLine().orElse("").contains(number));
  }

  @Tag("long")
  @Test
  void oneThatTakesTheHostsMemoryIsEnded() throws IOException {
    // tail keeps what it has read until its input ends, which never happens.
    String script = "(head -c 1536M /dev/zero; exec sleep 1000) | tail -c 1536M";
    List<String> lines = failure(build(script, Map.of("KVERDICT_BUILD_MEMORY_MIB", "1024")));
    assertThat(lines)
        .last()
        .isEqualTo("the build used more than 1024 MiB of memory (KVERDICT_BUILD_MEMORY_MIB)");
  }

  @Tag("long")
  @Test
  void aDiskThatFillsUpIsFreedAgain() throws IOException {
    String script =
        "for i in $(seq 128); do head -c 8M /dev/zero >" + mark + ".$i; done; exec sleep 1000";
    List<String> lines = failure(build(script, Map.of("KVERDICT_BUILD_DISK_MIB", "256")));
    assertThat(lines)
        .containsExactly("the build added more than 256 MiB to the disk (KVERDICT_BUILD_DISK_MIB)");
    Path work = Store.defaultRoot(System.getenv()).resolve("tmp");
    // find ignores what others remove meanwhile.
    Command find = Command.of(work, "find", ".", "-name", mark + "*").asChore();
    assertThat(new HostLane().run(find).output()).noneMatch(line -> line.contains(mark));
  }

  private static KernelBuilder builderOf(Lane lane) {
    return new KernelBuilder(lane, store(lane), (kernel, step, n) -> {});
  }
}
