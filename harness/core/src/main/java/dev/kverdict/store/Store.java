package dev.kverdict.store;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps artefacts and evidence on disk, in {@code ROOT/STEP/DIGEST/}: published by atomic rename,
 * safe for threads and processes, leased while in use.
 */
public final class Store {

  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  /** Directory name that carries the version of the on-disk format. */
  private static final String FORMAT = "v1";

  /** Directory of the work directories. */
  static final String TEMPORARY = "tmp";

  /** Directory of the locks and the stamps. */
  static final String LOCKS = "locks";

  private static final long DEFAULT_LIMIT = 20L << 30;

  /**
   * What a process may add between two counts, as a part of the limit: others add, too, and to
   * count takes longer than to keep a trial.
   */
  private static final int PART = 100;

  private final Path root;
  private final Lane lane;
  private final long limit;
  private final Contents contents;
  private final List<Path> orphans;
  private final Space space;
  private final LastUses uses;
  private final Set<Key> whole = ConcurrentHashMap.newKeySet();

  /** How many bytes may be added before all entries are counted again; at first, none. */
  private final AtomicLong room = new AtomicLong();

  /** Fills a directory with an entry's content. */
  @FunctionalInterface
  public interface Maker {
    /** Fills the directory, which exists and is empty, and is discarded if this throws. */
    void make(Path directory) throws IOException;
  }

  /**
   * Opens or creates the store below a directory, and removes what killed owners left.
   *
   * @param limit size in bytes above which the least recently used entries are removed
   */
  public Store(Path root, Lane lane, long limit) {
    this(root, lane, limit, Space.of(root.toAbsolutePath().normalize()));
  }

  Store(Path root, Lane lane, long limit, Space space) {
    this(root, lane, limit, space, InstantSource.system());
  }

  Store(Path root, Lane lane, long limit, Space space, InstantSource clock) {
    this.root = root.toAbsolutePath().normalize();
    this.space = space;
    this.lane = lane;
    this.limit = limit;
    this.contents = new Contents(this.root);
    this.uses = new LastUses(locks().resolve("last-use"), clock);
    HostIo.run(
        "cannot create the store (XDG_CACHE_HOME names another place)",
        () -> Files.createDirectories(temporary()));
    this.orphans = new Orphans(this.root, temporary(), lane).remove();
  }

  /**
   * Returns the directory of a user's store: {@code $XDG_CACHE_HOME/kverdict/v1}, or {@code
   * ~/.cache/kverdict/v1} (XDG Base Directory Specification).
   *
   * @throws UserError if neither has a place for it
   */
  public static Path defaultRoot(Map<String, String> env) {
    String cache = env.getOrDefault("XDG_CACHE_HOME", "");
    String home = env.getOrDefault("HOME", "");
    if (!cache.startsWith("/") && !home.startsWith("/")) {
      throw new UserError(
          "HOME",
          home.isEmpty() ? "is not set" : "is no absolute path: " + home,
          "set it, or XDG_CACHE_HOME, so that the store has a place");
    }
    Path base = cache.startsWith("/") ? Path.of(cache) : Path.of(home).resolve(".cache");
    return base.resolve("kverdict").resolve(FORMAT);
  }

  /**
   * Returns the size limit in bytes: {@code KVERDICT_STORE_LIMIT} in GiB, or 20 GiB.
   *
   * @throws UserError if the variable is no such number
   */
  public static long defaultLimit(Map<String, String> env) {
    String text = env.getOrDefault("KVERDICT_STORE_LIMIT", "");
    if (text.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw new UserError(
          "KVERDICT_STORE_LIMIT=" + text, "is no number of GiB", "set it to 10, or unset it");
    }
    return Long.parseLong(text) << 30;
  }

  /** Returns the store's directory. */
  public Path root() {
    return root;
  }

  /**
   * Returns this store if there is room for anything.
   *
   * @throws InfraError if its disk is full
   */
  public Store withSpace() {
    space.require();
    return this;
  }

  /** Returns the work directories of dead owners that were removed when the store was opened. */
  public List<Path> orphans() {
    return orphans;
  }

  /** Returns the entry, made first if missing. Of several callers with one key, one makes it. */
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
        space.use(key.step(), scratch.folder(), maker);
        // Leased before it is named, so that nobody can remove it in between.
        LockFile lease = LockFile.shared(lock(key, "lease"));
        seal(key, scratch.folder());
        Files.createDirectories(directory(key).getParent());
        Files.move(scratch.folder(), directory(key), StandardCopyOption.ATOMIC_MOVE);
        Entry entry = new Entry(key, directory(key), lease);
        touch(key);
        if (room.addAndGet(-contents.sizeOf(key)) < 0) {
          sweep();
        }
        return entry;
      }
    } catch (IOException e) {
      throw new InfraError("cannot make " + key.step() + ": " + HostIo.why(e), e);
    }
  }

  /** Returns the entry if it exists; one that is not what it was is removed. */
  public Optional<Entry> find(Key key) {
    if (!Files.isDirectory(directory(key))) {
      return Optional.empty();
    }
    Optional<Entry> entry = lease(key);
    if (entry.isPresent() && !isWhole(key)) {
      discard(entry.get());
      return Optional.empty();
    }
    entry.ifPresent(found -> touch(key));
    return entry;
  }

  /** Looked at once: nobody but a broken host changes an entry. */
  private boolean isWhole(Key key) {
    if (whole.contains(key)) {
      return true;
    }
    try {
      Optional<Seal> seal = Seal.read(sealed(key));
      if (seal.isEmpty()) {
        seal(key, directory(key));
      } else {
        Optional<String> broken = seal.get().broken(directory(key));
        if (broken.isPresent()) {
          LOG.info("{} was damaged and is made again: {}", key, broken.get());
          return false;
        }
      }
      whole.add(key);
      return true;
    } catch (IOException e) {
      throw new InfraError("cannot read " + key + ": " + HostIo.why(e), e);
    }
  }

  private void seal(Key key, Path content) throws IOException {
    Optional<Seal> seal = Seal.of(content);
    if (seal.isPresent()) {
      seal.get().write(sealed(key));
    }
  }

  private Optional<Entry> lease(Key key) {
    LockFile lease = LockFile.shared(lock(key, "lease"));
    if (Files.isDirectory(directory(key))) {
      return Optional.of(new Entry(key, directory(key), lease));
    }
    lease.close(); // removed between the two checks
    return Optional.empty();
  }

  /** Takes the named lock, exclusive among all threads and processes; empty if it is taken. */
  public Optional<LockFile> alone(String name) {
    return LockFile.tryExclusive(locks().resolve(name));
  }

  /** Waits for the named exclusive lock. */
  public LockFile waitAlone(String name) {
    return LockFile.exclusive(locks().resolve(name));
  }

  /** Waits for the named lock shared with others; it cannot be taken exclusively meanwhile. */
  public LockFile waitShared(String name) {
    return LockFile.shared(locks().resolve(name));
  }

  /** Returns all entries of a step, leased. This does not count as a use: it delays no removal. */
  public List<Entry> entries(String step) {
    List<Entry> found = new ArrayList<>();
    try {
      for (Key key : contents.keys(step)) {
        lease(key).ifPresent(found::add);
      }
    } catch (IOException e) {
      found.forEach(Entry::close);
      throw new InfraError("cannot read the store in " + root + ": " + e.getMessage(), e);
    }
    return found;
  }

  /** Creates a private work directory. */
  public Scratch scratch() {
    Path home = temporary().resolve(UUID.randomUUID().toString());
    Path file = temporary().resolve(home.getFileName() + ".owner");
    LockFile owner = LockFile.exclusive(file);
    try {
      if (Files.notExists(file)) { // taken for a dead owner's before it was locked
        owner.close();
        return scratch();
      }
      Files.createDirectories(home.resolve("work"));
    } catch (IOException e) {
      owner.close();
      throw new InfraError("cannot create a work directory in " + root + ": " + e.getMessage(), e);
    }
    return new Scratch(home, owner);
  }

  /**
   * Removes unleased entries, least recently used first, until the rest is within the limit. One
   * process sweeps at a time: a second would count and remove the same entries again.
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
    if (!entries.isEmpty()) {
      uses.atLeast(entries.get(entries.size() - 1).used());
    }
    for (Contents.Aged entry : entries) {
      if (total > limit && remove(entry.key())) {
        total -= entry.bytes();
      }
    }
    room.set(Math.min(limit - total, limit / PART));
  }

  /** Closes a useless entry, and removes it unless somebody else uses it. */
  public void discard(Entry entry) {
    entry.close();
    try {
      var unused = remove(entry.key());
    } catch (IOException e) {
      throw new InfraError("cannot remove " + entry.key() + ": " + e.getMessage(), e);
    }
  }

  /** Removes an entry unless it is leased; returns whether it did. */
  @SuppressWarnings("try") // the locks are held, not used
  private boolean remove(Key key) throws IOException {
    Optional<LockFile> free = LockFile.tryExclusive(lock(key, "lease"));
    if (free.isEmpty()) {
      return false;
    }
    // Renamed first: an interrupted removal leaves no partial entry under a valid name.
    try (LockFile held = free.get();
        Scratch doomed = scratch()) {
      if (!Files.isDirectory(directory(key))) {
        return true; // another process was first
      }
      Files.move(
          directory(key), doomed.folder().resolve("removed"), StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(used(key));
      Files.deleteIfExists(sealed(key));
      whole.remove(key);
    }
    return true;
  }

  private void touch(Key key) {
    Path stamp = used(key);
    try {
      if (!Files.exists(stamp)) {
        Files.createDirectories(stamp.getParent());
        long bytes = contents.sizeOf(key) - new Holes(lane).below(directory(key));
        AtomicFiles.write(stamp, bytes + "\n");
      }
      Files.setLastModifiedTime(stamp, uses.next());
    } catch (IOException e) {
      throw new InfraError("cannot record the use of " + key + ": " + e.getMessage(), e);
    }
  }

  static void remove(Path directory) {
    try {
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        AtomicFiles.delete(directory);
      }
      Files.deleteIfExists(directory.resolveSibling(directory.getFileName() + ".owner"));
    } catch (IOException e) {
      throw new InfraError("cannot remove " + directory + ": " + e.getMessage(), e);
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

  private Path sealed(Key key) {
    return lock(key, "seal");
  }

  private Path used(Key key) {
    return contents.stamp(key);
  }

  private Path directory(Key key) {
    return contents.directory(key);
  }
}
