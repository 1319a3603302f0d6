package dev.kverdict.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernel source from a repository: the files of a commit, whatever lies in the working tree. */
class GitSourceTest {

  @TempDir private Path directory;
  private final Lane lane = new HostLane();
  private Store store;
  private KernelRepository tree;
  private String first;

  @BeforeEach
  void create() throws IOException {
    store = new Store(directory.resolve("cache/v1"), lane, 1 << 30);
    tree = KernelRepository.create(directory.resolve("linux"));
    first = tree.git("rev-parse", "HEAD");
  }

  private Entry obtain(String rev) {
    return new GitSource(lane, store)
        .obtain("k", new KernelSource.Git(new KernelSource.Repository(tree.top(), null), rev));
  }

  @Test
  void theFilesOfACommitAreWritten() throws IOException {
    Files.createSymbolicLink(tree.top().resolve("fs/link"), Path.of("a.c"));
    assertThat(tree.top().resolve("Makefile").toFile().setExecutable(true)).isTrue();
    tree.commit("second");
    tree.git("tag", "v1");
    tree.write("fs/a.c", "int edited;\n");
    tree.write("fs/more.c", "int more;\n");
    try (Entry entry = obtain("v1")) {
      Path files = entry.folder().resolve(SourceTree.TREE);
      assertThat(files.resolve("fs/a.c")).hasContent("int a;\n");
      assertThat(Files.readSymbolicLink(files.resolve("fs/link"))).hasToString("a.c");
      assertThat(files.resolve("Makefile")).isExecutable();
      assertThat(files.resolve("fs/more.c")).doesNotExist();
      assertThat(files.resolve(".git")).doesNotExist();
      assertThat(SourceTree.origin(entry.folder())).startsWith("Linux 6.12.117, git ");
    }
  }

  @Test
  void commitsWithTheSameFilesAreOneSource() {
    tree.git("commit", "--quiet", "--amend", "-m", "reworded");
    try (Entry old = obtain(first);
        Entry reworded = obtain("HEAD")) {
      assertThat(reworded.key()).isEqualTo(old.key());
    }
  }

  @Test
  void aSourceThatIsKeptNeedsNoRepository() throws IOException {
    obtain(first).close();
    AtomicFiles.delete(tree.top());
    try (Entry entry = obtain(first)) {
      assertThat(entry.folder().resolve(SourceTree.TREE).resolve("fs/a.c")).exists();
    }
  }

  @Test
  void aFilterOfTheRepositoryIsNotRun() throws IOException {
    tree.write(".gitattributes", "*.c filter=own\n");
    tree.commit("attributes");
    tree.git("config", "filter.own.smudge", "sed s/int/long/");
    try (Entry entry = obtain("HEAD")) {
      assertThat(entry.folder().resolve(SourceTree.TREE).resolve("fs/a.c")).hasContent("int a;\n");
    }
  }

  @Test
  void whatIsNotThereIsNamed() throws IOException {
    assertThatThrownBy(() -> obtain("nowhere"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(
            "kernel k, source/git: " + tree.top() + ": has no commit 'nowhere'");
    AtomicFiles.delete(tree.top().resolve(".git"));
    assertThatThrownBy(() -> obtain("HEAD"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is no git repository");
  }

  @Test
  void oneCommitIsFetchedFromAnAddress() throws IOException {
    tree.write("fs/a.c", "int b;\n");
    String second = tree.commit("second");
    tree.git("tag", "v2");
    KernelSource.Git source =
        new KernelSource.Git(new KernelSource.Repository(null, "file://" + tree.top()), "v2");
    Repository fetched = new Fetched(lane, store, "here", "file").repository(source);
    assertThat(fetched.shallow()).as("without history").isTrue();
    assertThat(fetched.own()).startsWith(store.root().resolveSibling("git"));
    assertThatThrownBy(() -> new Fetched(lane, store, "here").repository(source))
        .as("no program of this machine is asked")
        .hasMessageContaining("cannot be fetched");
    KernelSource.Git missing = new KernelSource.Git(source.repository(), "nowhere");
    assertThatThrownBy(() -> new Fetched(lane, store, "here", "file").repository(missing))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has no commit 'nowhere'");
    KernelSource.Git exact = new KernelSource.Git(source.repository(), second);
    var unused = new Fetched(lane, store, "here", "file").repository(exact);
    AtomicFiles.delete(tree.top());
    assertThat(new Fetched(lane, store, "here", "file").repository(exact).own())
        .as("a commit that is there needs no server")
        .isEqualTo(fetched.own());
  }
}
