package dev.kverdict.tree;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Digests;
import dev.kverdict.store.LockFile;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Repositories that are fetched: beside the store, one for each address, with the commits that were
 * asked for and none of their history.
 */
record Fetched(Lane lane, Store store, String where, String protocols) {

  /** Linux without history has 300 MB. */
  private static final Duration LIMIT = Duration.ofHours(1);

  private static final String PROTOCOLS = "https:http:git";

  Fetched(Lane lane, Store store, String where) {
    this(lane, store, where, PROTOCOLS);
  }

  /** Returns what the commit of a source is called in the repository that it is read from. */
  static String revision(KernelSource.Git source) {
    return source.repository().url() == null ? source.rev() : ref(source.rev());
  }

  private static String ref(String rev) {
    return "refs/kverdict/" + Digests.ofText(rev);
  }

  /**
   * Returns a repository that has the commit of a source.
   *
   * @throws UserError if the server has no such commit
   * @throws InfraError if it cannot be reached
   */
  @SuppressWarnings("try") // the lock is held, not used
  Repository repository(KernelSource.Git source) {
    String url = Objects.requireNonNull(source.repository().url());
    Path directory =
        store.root().resolveSibling("git").resolve(Digests.ofText(url).substring(0, 32));
    try (LockFile alone = store.waitAlone("git-" + directory.getFileName())) {
      HostIo.run("cannot create " + directory, () -> create(directory));
      // A commit that is named in full is the same whenever it is fetched.
      if (!source.rev().matches("[0-9a-f]{40}") || !has(directory, source.rev())) {
        fetch(url, source.rev(), directory);
      }
      return Repository.find(directory).orElseThrow();
    }
  }

  private static boolean has(Path directory, String rev) {
    return Files.exists(directory.resolve(ref(rev)));
  }

  private static void create(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("objects"));
    Files.createDirectories(directory.resolve("refs"));
    Files.writeString(directory.resolve("config"), "[core]\n\trepositoryformatversion = 0\n");
    if (!Files.exists(directory.resolve("HEAD"))) {
      Files.writeString(directory.resolve("HEAD"), "ref: refs/heads/none\n");
    }
  }

  private void fetch(String url, String rev, Path directory) {
    CommandResult result =
        lane.run(
            Command.of(
                    directory,
                    "git",
                    "fetch",
                    "--quiet",
                    "--depth=1",
                    "--no-tags",
                    "--no-recurse-submodules",
                    "--end-of-options",
                    url,
                    "+" + rev + ":" + ref(rev))
                .withEnvironment(
                    Map.of(
                        "GIT_DIR", directory.toString(),
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_ALLOW_PROTOCOL", protocols,
                        "GIT_TERMINAL_PROMPT", "0"))
                .writing(directory)
                .within(LIMIT)
                .asChore());
    if (result.ok()) {
      return;
    }
    String said = String.join("; ", result.output());
    if (said.contains("couldn't find remote ref") || said.contains("not our ref")) {
      throw new UserError(where, "has no commit '" + rev + "'", "correct source/rev:");
    }
    throw new InfraError(where + ": cannot be fetched: " + result.summary());
  }
}
