package dev.kverdict.tree;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Kernel source from a git repository. Sources are kept under the name of their files' tree, so
 * that commits with the same files are one source; which tree a commit has is kept, too, so that a
 * kernel which was built once needs the repository no more.
 */
public final class GitSource {

  private static final String COMMIT = "commit";
  private static final int RECIPE = 1;

  private final Lane lane;
  private final Store store;

  public GitSource(Lane lane, Store store) {
    this.lane = lane;
    this.store = store;
  }

  /**
   * Returns the files of a commit.
   *
   * @param kernel the name of the kernel to build
   * @throws UserError if there is no such repository or commit, or if it is no kernel's
   */
  public Entry obtain(String kernel, KernelSource.Git source) {
    String where = "kernel " + kernel + ", source/git: " + source.repository();
    Optional<Entry> kept = kept(source);
    if (kept.isPresent()) {
      return kept.get();
    }
    try (Scratch scratch = store.scratch()) {
      Git git = Git.on(lane, repository(where, source), scratch);
      Commits commits = new Commits(git, where);
      String id =
          commits
              .id(Fetched.revision(source))
              .orElseThrow(
                  () ->
                      new UserError(
                          where, "has no commit '" + source.rev() + "'", "correct source/rev:"));
      Commit commit = commits.read(id);
      commits.requirePlain(commit);
      keep(commit);
      return store.obtain(key(commit), directory -> write(git, commits, commit, directory));
    }
  }

  /** Returns the source of a commit that was obtained before, without asking the repository. */
  public Optional<Entry> kept(KernelSource.Git source) {
    return known(source.rev()).flatMap(commit -> store.find(key(commit)));
  }

  private Repository repository(String where, KernelSource.Git source) {
    Path directory = source.repository().directory();
    return directory == null
        ? new Fetched(lane, store, where).repository(source)
        : Repository.find(directory)
            .orElseThrow(() -> new UserError(where, "is no git repository", "correct source/git:"));
  }

  /** Returns a commit that a source was made from before, if it is named in full. */
  private Optional<Commit> known(String rev) {
    if (!rev.matches("[0-9a-f]{40}([0-9a-f]{24})?")) {
      return Optional.empty();
    }
    return store.find(commitKey(rev)).map(entry -> read(rev, entry));
  }

  private static Commit read(String id, Entry found) {
    try (Entry entry = found) {
      List<String> lines =
          HostIo.get(
              "cannot read what is known of commit " + id,
              () -> Files.readAllLines(entry.folder().resolve(COMMIT)));
      return new Commit(id, lines.get(0), lines.get(2), lines.get(1));
    }
  }

  private void keep(Commit commit) {
    String text = String.join("\n", commit.tree(), commit.release(), commit.subject()) + "\n";
    store
        .obtain(
            commitKey(commit.id()), directory -> Files.writeString(directory.resolve(COMMIT), text))
        .close();
  }

  private static Key commitKey(String id) {
    return Key.of("git-commit", RECIPE, id);
  }

  private static Key key(Commit commit) {
    return Key.of("git-source", RECIPE, commit.tree());
  }

  private static void write(Git git, Commits commits, Commit commit, Path directory)
      throws IOException {
    Path tree = Files.createDirectory(directory.resolve(SourceTree.TREE));
    CommandResult result = git.write(commit.tree(), tree);
    if (!result.ok()) {
      throw commits.unreadable(commit.id(), result.summary());
    }
    if (Files.exists(tree.resolve(SourceTree.OUTPUT))) {
      throw new UserError(
          commits.where(),
          "has a directory " + SourceTree.OUTPUT + " where kernels are built",
          "rename it");
    }
    SourceTree.writeOrigin(
        directory, "Linux %s, git %s".formatted(commit.release(), commit.shortId()));
  }
}
