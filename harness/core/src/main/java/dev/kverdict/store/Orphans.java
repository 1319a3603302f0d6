package dev.kverdict.store;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What killed owners left in a store.
 *
 * @param root the store
 * @param temporary its directory of work directories
 */
record Orphans(Path root, Path temporary, Lane lane) {

  /** Kills builds that a dead owner left running, then removes its work directory. */
  @SuppressWarnings("try") // the locks are held, not used
  List<Path> remove() {
    List<Path> removed = new ArrayList<>();
    Set<Path> homes;
    try (Stream<Path> all = Files.list(temporary)) {
      homes = all.map(Orphans::home).collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new InfraError("cannot read the store in " + root + ": " + e.getMessage(), e);
    }
    for (Path home : homes) {
      Path ownerFile = temporary.resolve(home.getFileName() + ".owner");
      Optional<LockFile> orphaned = LockFile.tryExclusive(ownerFile);
      if (orphaned.isPresent()) {
        try (LockFile ours = orphaned.get()) {
          boolean made = Files.isDirectory(home);
          endFamily(home.resolve("build.lock"));
          Store.remove(home);
          if (made) {
            removed.add(home);
          }
        } catch (IOException e) {
          throw new InfraError("cannot remove " + home + ": " + e.getMessage(), e);
        }
      }
    }
    return List.copyOf(removed);
  }

  /** Who was killed between two steps leaves the owner's file alone. */
  private static Path home(Path file) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.replaceFirst("\\.owner$", ""));
  }

  private void endFamily(Path buildLock) throws IOException {
    if (!Files.exists(buildLock) || free(buildLock)) {
      return;
    }
    String group = Files.readString(buildLock).strip();
    if (group.matches("[1-9][0-9]{1,9}")) {
      lane.run(Command.of(root, "kill", "-KILL", "--", "-" + group).asChore());
    }
    // The remaining processes hold the lock until they are dead.
    lane.run(Command.of(root, "flock", "-w", "30", buildLock.toString(), "true").asChore());
  }

  private boolean free(Path buildLock) {
    return lane.run(Command.of(root, "flock", "-n", buildLock.toString(), "true").asChore()).ok();
  }
}
