package dev.kverdict.debian;

import dev.kverdict.InfraError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.store.Digests;
import dev.kverdict.store.LockFile;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Package lists beside the store, used if the system's are missing or older than the archive, since
 * only root may refresh those. The sources and trusted keys are still the system's, unless the case
 * names an archive.
 *
 * @param archive a line of sources.list(5) in place of the system's sources, or null
 */
record OwnLists(Lane lane, Store store, @Nullable String archive) {

  private static final Duration UPDATE = Duration.ofMinutes(5);
  private static final String LOCK = "apt-lists";

  /** One result per process, so that an unreachable archive is waited for only once. */
  private static final Map<Path, Refreshed> DONE = new ConcurrentHashMap<>();

  /**
   * The result of a refresh.
   *
   * @param complete whether every archive answered
   * @param reached whether at least one did, so that the lists are worth a query
   * @param words apt's error message; empty if there was none
   */
  record Refreshed(boolean complete, boolean reached, String words) {}

  /** Creates an apt with these lists, which may be empty. */
  Apt apt() {
    return Apt.configured(lane, home(), configuration(), this::reading);
  }

  @SuppressWarnings("try") // the lock is held, not used
  private CommandResult reading(Supplier<CommandResult> work) {
    try (LockFile held = store.waitShared(LOCK)) {
      return work.get();
    }
  }

  /** Refreshes the lists, once per process, unless another process has just done so. */
  Refreshed refresh() {
    return DONE.computeIfAbsent(home(), home -> update());
  }

  @SuppressWarnings("try") // the lock is held, not used
  private Refreshed update() {
    Path stamp = home().resolve("refreshed");
    Path configuration = configuration();
    try {
      // A word that changes, not a time: the clock may have been set back since.
      String asked = word(stamp);
      try (LockFile held = store.waitAlone(LOCK)) {
        return word(stamp).equals(asked)
            ? refreshed(configuration, stamp)
            : new Refreshed(true, true, "");
      }
    } catch (IOException e) {
      throw new InfraError("cannot refresh the lists in " + home() + ": " + e.getMessage(), e);
    }
  }

  private static String word(Path stamp) throws IOException {
    return Files.exists(stamp) ? Files.readString(stamp) : "";
  }

  private Refreshed refreshed(Path configuration, Path stamp) throws IOException {
    CommandResult result =
        lane.run(
            Command.of(home(), "apt-get", "-c", configuration.toString(), "-q", "update")
                .writing(home())
                .within(UPDATE)
                .asChore());
    if (!result.ok()) {
      boolean reached = result.output().stream().anyMatch(line -> line.matches("(Get|Hit):.*"));
      return new Refreshed(false, reached, ArchiveError.words(result));
    }
    AtomicFiles.write(stamp, UUID.randomUUID().toString());
    return new Refreshed(true, true, "");
  }

  private Path home() {
    String name = archive == null ? "own" : "own-" + Digests.ofText(archive).substring(0, 12);
    return Apt.home(store).resolve(name);
  }

  /**
   * Writes apt's configuration: the system's with other places for lists and caches, and without
   * the hooks that run after an update.
   */
  private Path configuration() {
    Path home = home();
    Path file = home.resolve("apt.conf");
    Path sources = home.resolve("sources.list");
    List<String> ownSources =
        archive == null
            ? List.of()
            : List.of(
                "Dir::Etc::sourcelist \"" + sources + "\";",
                "Dir::Etc::sourceparts \"/dev/null\";");
    List<String> lines =
        List.of(
            "#clear APT::Update::Pre-Invoke;",
            "#clear APT::Update::Post-Invoke;",
            "#clear APT::Update::Post-Invoke-Success;",
            "Dir::State::lists \"" + home.resolve("lists") + "\";",
            "Dir::Cache::pkgcache \"" + home.resolve("pkgcache.bin") + "\";",
            "Dir::Cache::srcpkgcache \"" + home.resolve("srcpkgcache.bin") + "\";",
            "Dir::Cache::archives \"" + home.resolve("archives") + "\";",
            "APT::Update::Error-Mode \"any\";",
            "APT::Sandbox::User \"root\"; // another user may not write here",
            "Acquire::Retries \"3\";");
    try {
      Files.createDirectories(home.resolve("lists/partial"));
      Files.createDirectories(home.resolve("archives/partial"));
      AtomicFiles.write(sources, (archive == null ? "" : archive) + "\n");
      AtomicFiles.write(
          file,
          Stream.concat(lines.stream(), ownSources.stream())
              .map(line -> line + "\n")
              .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new InfraError("cannot create " + home + ": " + e.getMessage(), e);
    }
    return file;
  }
}
