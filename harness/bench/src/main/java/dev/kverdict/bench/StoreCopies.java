package dev.kverdict.bench;

import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Stores for measuring, which begin with a part of another store. What they have in common is the
 * same files, by links, because nothing writes to a finished entry.
 *
 * @param place a directory on the file system of the other store
 */
record StoreCopies(Lane lane, Path place) {

  /** What is made of the case and the host alone, whatever patches there are. */
  private static final Set<String> OF_THE_CASE =
      Set.of(
          "accelerator",
          "agent",
          "canary",
          "dir-source",
          "git-commit",
          "git-source",
          "image",
          "kernel-source",
          "kernel-tree",
          "object-count",
          "prebuilt",
          "program",
          "stock",
          "stock-source",
          "stock-tree",
          "syz-source",
          "tarball-source",
          "userland");

  /** Locks and times of uses: files that are written to. */
  private static final String LOCKS = "locks";

  private static final String WORK = "tmp";

  /** Beside a store: what apt knows of packages. */
  private static final String APT = "apt";

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * Makes a store that knows the case, and nothing of its kernels with or without patches.
   *
   * @param store the user's store
   * @return the directory for caches that it is in
   */
  Path ofTheCase(Path store, String name) throws IOException {
    return copied(store, name, OF_THE_CASE);
  }

  /** Makes a store that has all that another one has. */
  Path of(Path cache, String name) throws IOException {
    Path store = store(cache);
    Set<String> all;
    try (Stream<Path> steps = Files.list(store)) {
      all =
          Set.copyOf(
              steps
                  .map(step -> String.valueOf(step.getFileName()))
                  .filter(step -> !step.equals(LOCKS) && !step.equals(WORK))
                  .toList());
    }
    Path other = copied(store, name, all);
    copy("-a", store.resolve(LOCKS), store(other).resolve(LOCKS));
    return other;
  }

  /** Returns the store in a directory for caches. */
  static Path store(Path cache) {
    return cache.resolve("kverdict/v1");
  }

  private Path copied(Path store, String name, Set<String> steps) throws IOException {
    Path cache = place.resolve(name);
    Path into = Files.createDirectories(store(cache));
    for (String step : steps) {
      if (Files.isDirectory(store.resolve(step))) {
        copy("-al", store.resolve(step), into.resolve(step));
      }
    }
    Path lists = store.resolveSibling(APT);
    if (Files.isDirectory(lists)) {
      copy("-a", lists, into.resolveSibling(APT));
    }
    return cache;
  }

  private void copy(String how, Path from, Path to) {
    var unused =
        lane.run(
                Command.of(place, "cp", how, from.toString(), to.toString())
                    .reading(from)
                    .writing(to)
                    .within(LIMIT)
                    .asChore())
            .orThrow("cannot copy a part of the store");
  }
}
