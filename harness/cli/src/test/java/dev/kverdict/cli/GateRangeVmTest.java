package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.debian.DebianSource;
import dev.kverdict.host.CommandResult;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelSource;
import dev.kverdict.run.Environment;
import dev.kverdict.store.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate on commits of a real repository, with real machines: it says which commit is bad. */
@Tag("vm")
class GateRangeVmTest {

  private static final String FILE = "fs/minix/file.c";
  private static final String CASE =
      """
      case: gate
      kernels:
        stock: {source: {distro: linux-image-amd64}, prepare: [bug.patch], modules: [minix], smp: 1}
      images:
        minix-1m: {size: 1MiB, make: [mkfs.minix, "{image}"], mount: {type: minix}}
      repros:
        old-data:
          source: old-data.c
          image: minix-1m
          steps: [open, write, shrink, grow, read, data-is-zero]
          fails: {check: data-is-zero}
      """;
  private static final String CALL = "\t\tminix_truncate(inode);\n";

  @TempDir private Path directory;
  private Path clone;
  private Path tree;

  /** A clone of the gate, and a tree with the bug, a harmless commit, the fix, and its undoing. */
  @BeforeEach
  void write() throws IOException {
    clone = ClonedGate.in(directory);
    ClonedGate.program(
        clone.resolve("kverdict"),
        "#!/bin/sh\nexec '%s' -cp '%s' %s \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Kverdict.class.getName()));
    Files.writeString(directory.resolve("case.yaml"), CASE);
    Files.copy(Path.of("src/test/resources/old-data.c"), directory.resolve("old-data.c"));
    Files.copy(
        Path.of("../core/src/test/e2e/patches/minix-frees-nothing.patch"),
        directory.resolve("bug.patch"));
    tree = Files.createDirectories(directory.resolve("linux"));
    Files.createDirectories(tree.resolve("fs/minix"));
    String fixed = source();
    assertThat(fixed).contains(CALL);
    run(tree, "git init -q --initial-branch=master .");
    commit("the bug", fixed.replace(CALL, ""));
    run(tree, "git tag bug");
    commit("minix: say what is set", fixed.replace(CALL, "\t\t/* the size is set */\n"));
    commit("minix: free the blocks", fixed.replace(CALL, "\t\t/* the size is set */\n" + CALL));
    run(tree, "git tag fix");
    commit("minix: less work", fixed.replace(CALL, "\t\tmark_inode_dirty(inode);\n"));
  }

  private String source() throws IOException {
    Environment system = Environment.ofSystem();
    try (Entry source =
        new DebianSource(system.lane(), system.openStore(), (kernel, note) -> {})
            .obtain("gate", new KernelSource.Debian("linux-source-6.1"))) {
      return Files.readString(source.folder().resolve(SourceTree.TREE).resolve(FILE));
    }
  }

  private void commit(String subject, String text) throws IOException {
    Files.writeString(tree.resolve(FILE), text);
    run(
        tree,
        "git add --all && git -c user.name=A -c user.email=a@example.org commit -q -m '%s'"
            .formatted(subject));
  }

  private static void run(Path where, String script) {
    assertThat(ClonedGate.run(where, Map.of("GIT_CONFIG_GLOBAL", "/dev/null"), script).ok())
        .as(script)
        .isTrue();
  }

  private CommandResult gate(String range) {
    return ClonedGate.run(
        directory,
        Map.of(),
        "'%s/ci/gate' case.yaml git:%s --tree '%s'".formatted(clone, range, tree));
  }

  @Tag("long")
  @Test
  void theCommitThatUndoesTheFixIsNamed() throws IOException {
    CommandResult bad = gate("bug..master");
    String said = String.join("\n", bad.output());
    assertThat(bad.exitCode()).as(said).isEqualTo(1);
    assertThat(said)
        .contains("patch 1 of 3 (minix: say what is set): changes no verdict: ")
        .contains("patch 2 of 3 (minix: free the blocks): fixes: ")
        .contains("patch 3 of 3 (minix: less work): BREAKS: ")
        .contains("gate: the patch fails (exit code 1)");
    assertThat(Files.readString(directory.resolve("kverdict-reports/summary.md")))
        .contains("**fails**: ");

    CommandResult good = gate("bug..fix");
    assertThat(good.exitCode()).as(String.join("\n", good.output())).isZero();
  }
}
