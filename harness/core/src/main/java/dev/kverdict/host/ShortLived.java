package dev.kverdict.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Directories below the system's for temporary files, such as those of sockets, whose paths must be
 * short, or in the host's memory. All of a JVM lie in one directory there, which goes when the JVM
 * ends, by Ctrl-C for one. The JVM holds a lock on a file in it: of a JVM that was killed nothing
 * holds it any more, so the next one, in whatever PID namespace, knows that the directory may go.
 */
public final class ShortLived {

  private static final String PREFIX = "kverdict";
  private static final String OWNER = "owner";

  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  /** Where Linux has a file system in memory (shm_overview(7)); a container's is often small. */
  private static final Path IN_MEMORY = Path.of("/dev/shm");

  /** The directories of this JVM, by the one above. */
  private static final Map<Path, Home> HOMES = new HashMap<>();

  private ShortLived() {}

  /**
   * The directory of this JVM.
   *
   * @param path where it is
   * @param owner locked; closing any other descriptor of the file would drop the lock (fcntl(2))
   */
  private record Home(Path path, FileChannel owner) {}

  /** Creates a directory that only this user may enter, with a name that begins so. */
  public static Path directory(String prefix) throws IOException {
    return Files.createTempDirectory(home(TEMPORARY).path(), prefix);
  }

  /**
   * Creates such a directory in the host's memory, where writes wait for no disk.
   *
   * @param bytes what is to be written there; half of what is free is left to others
   * @return empty if there is none, or not with so much room
   */
  public static Optional<Path> inMemory(String prefix, long bytes) {
    try {
      FileStore store = Files.getFileStore(IN_MEMORY);
      if (!store.type().equals("tmpfs") || store.getUsableSpace() / 2 < bytes) {
        return Optional.empty();
      }
      return Optional.of(Files.createTempDirectory(home(IN_MEMORY).path(), prefix));
    } catch (IOException e) {
      return Optional.empty(); // a disk does, too
    }
  }

  /** Removes a directory and what is in it. */
  public static void delete(Path directory) throws IOException {
    AtomicFiles.delete(directory);
  }

  private static synchronized Home home(Path above) throws IOException {
    Home known = HOMES.get(above);
    if (known == null) {
      var unused = sweep();
      known = create(above);
      HOMES.put(above, known);
      Path path = known.path();
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> removeAtEnd(path), "removes directories"));
    }
    return known;
  }

  private static Home create(Path above) throws IOException {
    Path path = Files.createTempDirectory(above, PREFIX);
    // The account that QEMU runs as passes through, to what is lent to it.
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
    Path unlocked = path.resolve(OWNER + ".new");
    FileChannel owner =
        FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    owner.lock();
    // Named only now: whoever sweeps finds it locked.
    Files.move(unlocked, path.resolve(OWNER), StandardCopyOption.ATOMIC_MOVE);
    return new Home(path, owner);
  }

  private static void removeAtEnd(Path path) {
    try {
      AtomicFiles.delete(path);
    } catch (IOException e) {
      // Nobody is left to be told.
    }
  }

  /** Removes what killed JVMs of this user left behind, and returns the directories. */
  public static synchronized List<Path> sweep() {
    List<Path> removed = new ArrayList<>();
    for (Path above : List.of(TEMPORARY, IN_MEMORY)) {
      sweep(above, removed);
    }
    return removed;
  }

  private static void sweep(Path above, List<Path> removed) {
    Home own = HOMES.get(above);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(above, PREFIX + "*")) {
      for (Path path : all) {
        if ((own == null || !own.path().equals(path)) && removeLeft(path)) {
          removed.add(path);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What cannot be listed is in nobody's way.
    }
  }

  /** Removes a directory if nobody holds its lock; returns whether it did. */
  private static boolean removeLeft(Path path) {
    Path owner = path.resolve(OWNER);
    try {
      if (!isOurs(path)
          || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
          || !Files.isRegularFile(owner, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      try (FileChannel channel =
              FileChannel.open(owner, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
          FileLock lock = channel.tryLock()) {
        if (lock == null) {
          return false;
        }
        AtomicFiles.delete(path);
        return true;
      }
    } catch (IOException e) {
      return false; // gone meanwhile, or not to be removed: neither hinders a run
    }
  }

  private static boolean isOurs(Path path) throws IOException {
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getOwner(Path.of("/proc/self")));
  }
}
