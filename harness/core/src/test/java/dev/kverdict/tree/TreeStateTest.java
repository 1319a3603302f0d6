package dev.kverdict.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.patch.ChangedFile;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a tree, read with the host's own git in its cage. */
class TreeStateTest {

  @TempDir private Path directory;
  private final Lane lane = new HostLane();
  private KernelRepository tree;
  private String first;

  @BeforeEach
  void create() throws IOException {
    tree = KernelRepository.create(directory.resolve("linux"));
    first = tree.git("rev-parse", "HEAD");
  }

  private TreeState read(Path from, String base) {
    return TreeState.read(lane, new Store(directory.resolve("v1"), lane, 1 << 30), from, base);
  }

  private TreeState read(String base) {
    return read(tree.top(), base);
  }

  private void isRefused(String base, String... parts) {
    assertThatThrownBy(() -> read(base))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void filesThatDifferAreComparedWithTheCommitThatIsCheckedOut() throws IOException {
    tree.write("fs/a.c", "int b;\n");
    TreeState state = read(null);
    assertThat(state.uncommitted()).isTrue();
    assertThat(state.branch()).isEqualTo("master");
    assertThat(state.base()).isEqualTo(state.head());
    assertThat(state.base().id()).isEqualTo(first);
    assertThat(state.base().release()).isEqualTo("6.12.117");
    assertThat(state.base().subject()).isEqualTo("first");
    assertThat(state.diff()).contains("-int a;\n+int b;\n");
    assertThat(state.changes().paths()).containsExactly("fs/a.c");
  }

  @Test
  void commitsAreComparedWithWhatUpstreamHas() throws IOException {
    tree.git("branch", "upstream");
    tree.git("branch", "--set-upstream-to=upstream");
    tree.write("fs/a.c", "int b;\n");
    tree.commit("second");
    TreeState state = read(null);
    assertThat(state.uncommitted()).isFalse();
    assertThat(state.base().id()).isEqualTo(first);
    assertThat(state.why()).contains("upstream");
    assertThat(state.diff()).contains("+int b;");
  }

  @Test
  void commitsIndexAndFilesAreTakenAlike() throws IOException {
    tree.write("fs/committed.c", "int c;\n");
    tree.commit("second");
    tree.write("fs/staged.c", "int s;\n");
    tree.git("add", "fs/staged.c");
    tree.write("fs/meant.c", "int m;\n");
    tree.git("add", "--intent-to-add", "fs/meant.c");
    tree.write("fs/a.c", "int edited;\n");
    tree.write("fs/unknown.c", "int u;\n");
    tree.write("out/unknown", "u");
    tree.write(".gitignore", "*.o\n.gitignore\n");
    tree.write("fs/a.o", "ignored");
    TreeState state = read(first);
    assertThat(state.changes().patches().get(0).files())
        .extracting(ChangedFile::path)
        .containsExactlyInAnyOrder("fs/committed.c", "fs/staged.c", "fs/meant.c", "fs/a.c");
    assertThat(state.untracked()).containsExactly("fs/unknown.c", "out/");
    assertThat(state.why()).isEqualTo("--base " + first);
  }

  @Test
  void aTreeIsFoundFromBelowItAndAsALinkedOne() throws IOException {
    tree.write("fs/a.c", "int b;\n");
    assertThat(read(tree.top().resolve("fs"), null).top()).isEqualTo(tree.top().toRealPath());
    Path linked = directory.resolve("linked");
    tree.git("worktree", "add", "--quiet", "-b", "side", linked.toString());
    Files.writeString(linked.resolve("fs/a.c"), "int linked;\n");
    TreeState state = read(linked, null);
    assertThat(state.branch()).isEqualTo("side");
    assertThat(state.diff()).contains("+int linked;");
  }

  @Test
  void borrowedObjectsAreFound() throws IOException {
    Path clone = directory.resolve("clone");
    tree.git("clone", "--quiet", "--shared", tree.top().toString(), clone.toString());
    Files.writeString(clone.resolve("fs/a.c"), "int cloned;\n");
    assertThat(read(clone, null).diff()).contains("+int cloned;");
  }

  @Test
  void nothingOfTheTreeIsChangedAndNothingOfItsConfigurationRuns() throws IOException {
    Path ran = directory.resolve("ran");
    Path hook = Files.writeString(directory.resolve("hook"), "#!/bin/sh\ntouch " + ran + "\ncat\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    tree.write(".gitattributes", "*.c filter=own diff=own\n");
    tree.commit("attributes");
    for (String key :
        new String[] {
          "core.fsmonitor",
          "filter.own.clean",
          "filter.own.smudge",
          "diff.own.textconv",
          "diff.own.command",
          "diff.external",
          "core.pager"
        }) {
      tree.git("config", key, hook.toString());
    }
    // The time says that it may have changed, so that git has to look at it.
    tree.write("fs/a.c", "int b;\n");
    Map<String, String> before = listed();
    Files.deleteIfExists(ran);
    assertThat(read(null).diff()).contains("+int b;");
    assertThat(ran).doesNotExist();
    assertThat(listed()).isEqualTo(before);
  }

  /** Returns the bytes and the time of every file of the tree, its repository included. */
  private Map<String, String> listed() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(tree.top())) {
      for (Path file : files.toList()) {
        all.put(
            tree.top().relativize(file).toString(),
            Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                + (Files.isRegularFile(file) ? " " + Digests.ofFile(file) : ""));
      }
    }
    return all;
  }

  @Test
  void aTreeThatCannotBeTriedIsNamedWithTheReason() throws IOException {
    assertThatThrownBy(() -> read(directory.resolve("nowhere"), null))
        .hasMessageContaining("there is no such directory");
    assertThatThrownBy(() -> read(Files.createDirectory(directory.resolve("empty")), null))
        .hasMessageContaining("is not a git tree");
    assertThatThrownBy(() -> read(tree.top().resolve(".git"), null))
        .hasMessageContaining("has no working files");
    KernelRepository unborn = KernelRepository.bare(directory.resolve("unborn"));
    assertThatThrownBy(() -> read(unborn.top(), null)).hasMessageContaining("has no commit");
    isRefused(null, "has no upstream to compare with", "--base REV");
    isRefused("HEAD", "does not differ from " + first.substring(0, 12));
    isRefused("nowhere", "--base nowhere: names no commit of ");
    isRefused("--all", "names no commit");
    isRefused("HEAD:fs", "names no commit");
  }

  @Test
  void aTreeThatIsNoKernelIsRefused() throws IOException {
    KernelRepository other = KernelRepository.bare(directory.resolve("other"));
    other.write("Makefile", "all:\n");
    other.commit("first");
    other.write("Makefile", "all: x\n");
    assertThatThrownBy(() -> read(other.top(), null)).hasMessageContaining("is no kernel");
  }

  @Test
  void aShallowTreeHasNoHistoryToCompareWith() throws IOException {
    tree.write("fs/a.c", "int b;\n");
    String second = tree.commit("second");
    Path clone = directory.resolve("clone");
    tree.git("clone", "--quiet", "--depth=1", "file://" + tree.top(), clone.toString());
    Files.writeString(clone.resolve("fs/a.c"), "int c;\n");
    assertThat(read(clone, null).base().id()).as("HEAD is there").isEqualTo(second);
    assertThatThrownBy(() -> read(clone, first)).hasMessageContaining("which is shallow");
  }

  @Test
  void historiesWithoutACommonCommitAreNamed() throws IOException {
    tree.git("checkout", "--quiet", "--orphan", "other");
    tree.commit("unrelated");
    tree.git("branch", "--set-upstream-to=master");
    isRefused(null, "has no common base with its upstream branch");
  }

  @Test
  void filesInConflictStandForNothing() throws IOException {
    tree.git("branch", "other");
    tree.write("fs/a.c", "int b;\n");
    tree.commit("second");
    tree.git("checkout", "--quiet", "other");
    tree.write("fs/a.c", "int c;\n");
    tree.commit("third");
    assertThatThrownBy(() -> tree.git("merge", "master")).hasMessageContaining("exit code 1");
    isRefused(null, "has files in conflict: fs/a.c");
  }

  @Test
  void filesThatGitDoesNotLookAtAreNamed() throws IOException {
    tree.git("update-index", "--assume-unchanged", "fs/a.c");
    tree.write("fs/a.c", "int b;\n");
    isRefused(null, "told not to look at: fs/a.c");
  }

  @Test
  void whatIsNoPartOfAKernelIsNamed() throws IOException {
    tree.git("update-index", "--add", "--cacheinfo", "160000," + first + ",sub");
    tree.git("commit", "--quiet", "-m", "with a submodule");
    tree.write("fs/a.c", "int b;\n");
    isRefused(null, "has a submodule, sub");
    tree.git("rm", "--quiet", "--cached", "sub");
    tree.git("commit", "--quiet", "-m", "without");
    Path large = tree.top().resolve("disk.img");
    try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(Commits.MOST_BYTES + 1);
    }
    tree.git("add", "--intent-to-add", "disk.img");
    isRefused(null, "has a file that belongs to no kernel: disk.img, 100 MiB");
  }
}
