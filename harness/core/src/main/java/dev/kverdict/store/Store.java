package dev.kverdict.store;

import dev.kverdict.InfraError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Artefacts and evidence on disk: {@code ROOT/STEP/DIGEST/}, published by atomic rename, safe for
 * threads and processes, leased while in use.
 */
public final class Store {

  /** The folder name that carries the version of the on-disk format. */
  private static final String FORMAT = "v1";

  /** Where work folders are. */
  static final String TEMPORARY = "tmp";

  /** Where locks are, and the stamps beside them. */
  static final String LOCKS = "locks";

  private static final long DEFAULT_LIMIT = 20L << 30;

  private final Path root;
  private final Lane lane;
  private final long limit;
  private final Contents contents;
  private final List<Path> orphans;

  /** Fills a folder with an entry's content. */
  @FunctionalInterface
  public interface Maker {
    /** Fills the folder, which exists, is empty, and is thrown away when this throws. */
    void make(Path folder) throws IOException;
  }

  /**
   * Opens, and creates where needed, the store below a folder, and removes what a killed owner left
   * half-made.
   *
   * @param limit above this many bytes the entries longest unused are removed
   */
  public Store(Path root, Lane lane, long limit) {
    this.root = root.toAbsolutePath().normalize();
    this.lane = lane;
    this.limit = limit;
    this.contents = new Contents(this.root);
    try {
      Files.createDirectories(temporary());
    } catch (IOException e) {
      throw new InfraError("cannot create the store in " + root + ": " + e.getMessage(), e);
    }
    this.orphans = removeOrphans();
  }

  /**
   * The folder where a user's store lies: {@code $XDG_CACHE_HOME/kverdict/v1}, or the same below
   * {@code ~/.cache} (XDG Base Directory Specification).
   */
  public static Path defaultRoot(Map<String, String> env) {
    String cache = env.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        cache.startsWith("/")
            ? Path.of(cache)
            : Path.of(env.getOrDefault("HOME", "/")).resolve(".cache");
    return base.resolve("kverdict").resolve(FORMAT);
  }

  /** The size limit in bytes: {@code KVERDICT_STORE_LIMIT} in GiB, or 20 GiB. */
  public static long defaultLimit(Map<String, String> env) {
    String text = env.getOrDefault("KVERDICT_STORE_LIMIT", "");
    return text.matches("[1-9][0-9]{0,5}") ? Long.parseLong(text) << 30 : DEFAULT_LIMIT;
  }

  /** The store's folder. */
  public Path root() {
    return root;
  }

  /** The work folders of dead owners that were removed when the store was opened. */
  public List<Path> orphans() {
    return orphans;
  }

  /** The entry, made first if it is not there. Of several callers with one key one makes it. */
  @SuppressWarnings("try") // the locks are held, not used
  public Entry obtain(Key key, Maker maker) {
    Optional<Entry> present = find(key);
    if (present.isPresent()) {
      return present.get();
    }
    try (LockFile making = LockFile.exclusive(lock(key, "make"))) {
      Optional<Entry> madeMeanwhile = find(key);
      if (madeMeanwhile.isPresent()) {
        return madeMeanwhile.get();
      }
      try (Scratch scratch = scratch()) {
        maker.make(scratch.folder());
        // The lease comes before the name: nobody can remove what is about to be used.
        LockFile lease = LockFile.shared(lock(key, "lease"));
        Files.createDirectories(folder(key).getParent());
        Files.move(scratch.folder(), folder(key), StandardCopyOption.ATOMIC_MOVE);
        Entry entry = new Entry(key, folder(key), lease);
        touch(key);
        sweep();
        return entry;
      }
    } catch (IOException e) {
      throw new InfraError("cannot make " + key.step() + ": " + e.getMessage(), e);
    }
  }

  /** The entry if it is there. */
  public Optional<Entry> find(Key key) {
    if (!Files.isDirectory(folder(key))) {
      return Optional.empty();
    }
    LockFile lease = LockFile.shared(lock(key, "lease"));
    if (!Files.isDirectory(folder(key))) {
      lease.close(); // removed between the two looks
      return Optional.empty();
    }
    touch(key);
    return Optional.of(new Entry(key, folder(key), lease));
  }

  /** A lock that one of all threads and processes has at a time; empty while another has it. */
  public Optional<LockFile> alone(String name) {
    return LockFile.tryExclusive(locks().resolve(name));
  }

  /** Waits for the lock that {@link #alone} tries to take. */
  public LockFile waitAlone(String name) {
    return LockFile.exclusive(locks().resolve(name));
  }

  /** Waits until nobody has that lock alone, and keeps it from being taken so; many may. */
  public LockFile waitShared(String name) {
    return LockFile.shared(locks().resolve(name));
  }

  /**
   * All entries of a step, leased. That is no use of them: they are removed as soon as they would
   * have been without it.
   */
  public List<Entry> entries(String step) {
    List<Entry> found = new ArrayList<>();
    try {
      for (Key key : contents.keys(step)) {
        LockFile lease = LockFile.shared(lock(key, "lease"));
        if (Files.isDirectory(folder(key))) {
          found.add(new Entry(key, folder(key), lease));
        } else {
          lease.close(); // removed between the two looks
        }
      }
    } catch (IOException e) {
      found.forEach(Entry::close);
      throw new InfraError("cannot read the store in " + root + ": " + e.getMessage(), e);
    }
    return found;
  }

  /** A work folder of our own. */
  public Scratch scratch() {
    Path home = temporary().resolve(UUID.randomUUID().toString());
    LockFile owner = LockFile.exclusive(temporary().resolve(home.getFileName() + ".owner"));
    try {
      Files.createDirectories(home.resolve("work"));
    } catch (IOException e) {
      owner.close();
      throw new InfraError("cannot create a work folder in " + root + ": " + e.getMessage(), e);
    }
    return new Scratch(home, owner);
  }

  /**
   * Removes unleased entries, the longest unused first, until the rest is within the limit. One
   * sweeps at a time, of all processes: a second would count, and remove, the same entries again.
   */
  @SuppressWarnings("try") // the lock is held, not used
  private void sweep() throws IOException {
    Optional<LockFile> broom = LockFile.tryExclusive(locks().resolve("sweep"));
    if (broom.isPresent()) {
      try (LockFile held = broom.get()) {
        sweepAlone();
      }
    }
  }

  @SuppressWarnings("try") // the locks are held, not used
  private void sweepAlone() throws IOException {
    List<Contents.Aged> entries = contents.entries();
    long total = entries.stream().mapToLong(Contents.Aged::bytes).sum();
    entries.sort(Comparator.comparing(Contents.Aged::used));
    for (Contents.Aged entry : entries) {
      if (total <= limit) {
        return;
      }
      if (remove(entry.key())) {
        total -= entry.bytes();
      }
    }
  }

  /**
   * Ends the lease of an entry that turned out to be of no use, and removes it unless somebody else
   * uses it.
   */
  public void discard(Entry entry) {
    entry.close();
    try {
      var unused = remove(entry.key());
    } catch (IOException e) {
      throw new InfraError("cannot remove " + entry.key() + ": " + e.getMessage(), e);
    }
  }

  /** Removes an entry unless it is leased; says whether it did. */
  @SuppressWarnings("try") // the locks are held, not used
  private boolean remove(Key key) throws IOException {
    Optional<LockFile> free = LockFile.tryExclusive(lock(key, "lease"));
    if (free.isEmpty()) {
      return false;
    }
    // Renamed first: a removal that is cut short leaves no half entry under a good name.
    try (LockFile held = free.get();
        Scratch doomed = scratch()) {
      if (!Files.isDirectory(folder(key))) {
        return true; // somebody else was first
      }
      Files.move(folder(key), doomed.folder().resolve("removed"), StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(used(key));
    }
    return true;
  }

  private void touch(Key key) {
    Path stamp = used(key);
    try {
      if (Files.exists(stamp)) {
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.now()));
      } else {
        Files.createDirectories(stamp.getParent());
        AtomicFiles.write(stamp, contents.sizeOf(key) + "\n");
      }
    } catch (IOException e) {
      throw new InfraError("cannot note the use of " + key, e);
    }
  }

  /** Ends what a dead owner's family still builds, then removes its work folder. */
  @SuppressWarnings("try") // the locks are held, not used
  private List<Path> removeOrphans() {
    List<Path> removed = new ArrayList<>();
    List<Path> homes;
    try (Stream<Path> all = Files.list(temporary())) {
      homes = all.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new InfraError("cannot read the store in " + root, e);
    }
    for (Path home : homes) {
      Path ownerFile = temporary().resolve(home.getFileName() + ".owner");
      Optional<LockFile> orphaned = LockFile.tryExclusive(ownerFile);
      if (orphaned.isPresent()) {
        try (LockFile ours = orphaned.get()) {
          endFamily(home.resolve("build.lock"));
          remove(home);
          Files.deleteIfExists(ownerFile);
          removed.add(home);
        } catch (IOException e) {
          throw new InfraError("cannot remove " + home, e);
        }
      }
    }
    return List.copyOf(removed);
  }

  private void endFamily(Path buildLock) throws IOException {
    if (!Files.exists(buildLock) || free(buildLock)) {
      return;
    }
    String group = Files.readString(buildLock).strip();
    if (group.matches("[1-9][0-9]{1,9}")) {
      lane.run(Command.of(root, "kill", "-KILL", "--", "-" + group).asChore());
    }
    // Whoever is left holds the lock no longer than it takes to die.
    lane.run(Command.of(root, "flock", "-w", "30", buildLock.toString(), "true").asChore());
  }

  private boolean free(Path buildLock) {
    return lane.run(Command.of(root, "flock", "-n", buildLock.toString(), "true").asChore()).ok();
  }

  static void remove(Path folder) {
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        AtomicFiles.delete(folder);
      }
      Files.deleteIfExists(folder.resolveSibling(folder.getFileName() + ".owner"));
    } catch (IOException e) {
      throw new InfraError("cannot remove " + folder + ": " + e.getMessage(), e);
    }
  }

  private Path temporary() {
    return root.resolve(TEMPORARY);
  }

  private Path locks() {
    return root.resolve(LOCKS);
  }

  private Path lock(Key key, String kind) {
    return locks().resolve(key.step()).resolve(key.digest() + "." + kind);
  }

  private Path used(Key key) {
    return contents.stamp(key);
  }

  private Path folder(Key key) {
    return contents.folder(key);
  }
}
