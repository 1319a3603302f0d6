package dev.kverdict.store;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A lock between processes (a POSIX record lock, released when the process dies) and between the
 * threads of this one, which record locks ignore. Keeps one descriptor per file and JVM, because
 * closing any descriptor of a file drops all the process's locks on it.
 */
public final class LockFile implements AutoCloseable {

  /** The lock between threads for one file, kept while a thread holds or awaits it. */
  private static final class Shared {
    final Semaphore permits = new Semaphore(MANY, true);
    int users;
    int readers;
    @Nullable FileChannel channel;
  }

  private static final int MANY = 1 << 20;
  private static final Map<Path, Shared> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final Shared shared;
  private final boolean exclusive;
  private boolean open = true;

  private LockFile(Path file, Shared shared, boolean exclusive) {
    this.file = file;
    this.shared = shared;
    this.exclusive = exclusive;
  }

  /** Waits for the exclusive lock. */
  static LockFile exclusive(Path file) {
    return take(file, true, true).orElseThrow();
  }

  /** Waits for the lock shared with other readers. */
  static LockFile shared(Path file) {
    return take(file, false, true).orElseThrow();
  }

  /** Takes the exclusive lock if no thread or process holds the lock; empty otherwise. */
  static Optional<LockFile> tryExclusive(Path file) {
    return take(file, true, false);
  }

  private static Optional<LockFile> take(Path path, boolean exclusive, boolean wait) {
    Path file = path.toAbsolutePath().normalize();
    Shared shared =
        HELD.compute(
            file,
            (name, known) -> {
              Shared found = known == null ? new Shared() : known;
              found.users++;
              return found;
            });
    int permits = exclusive ? MANY : 1;
    boolean mine = false;
    try {
      if (wait) {
        shared.permits.acquireUninterruptibly(permits);
        mine = true;
      } else {
        mine = shared.permits.tryAcquire(permits);
      }
      if (mine && lockFile(file, shared, exclusive, wait)) {
        return Optional.of(new LockFile(file, shared, exclusive));
      }
    } catch (IOException e) {
      forget(file, shared, mine ? permits : 0);
      throw new InfraError("cannot lock " + file + ": " + e.getMessage(), e);
    }
    forget(file, shared, mine ? permits : 0);
    return Optional.empty();
  }

  private static boolean lockFile(Path file, Shared shared, boolean exclusive, boolean wait)
      throws IOException {
    synchronized (shared) {
      if (!exclusive && shared.readers > 0) {
        shared.readers++;
        return true;
      }
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      boolean locked = false;
      try {
        locked =
            wait
                ? channel.lock(0, Long.MAX_VALUE, !exclusive).isValid()
                : channel.tryLock(0, Long.MAX_VALUE, !exclusive) != null;
      } finally {
        if (!locked) {
          channel.close();
        }
      }
      if (locked) {
        shared.channel = channel;
        shared.readers = exclusive ? 0 : 1;
      }
      return locked;
    }
  }

  private static void forget(Path file, Shared shared, int permits) {
    shared.permits.release(permits);
    HELD.compute(file, (name, known) -> --shared.users == 0 ? null : known);
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    synchronized (shared) {
      if (exclusive || --shared.readers == 0) {
        FileChannel channel = shared.channel;
        shared.channel = null;
        if (channel != null) {
          HostIo.run("cannot unlock " + file, channel::close);
        }
      }
    }
    forget(file, shared, exclusive ? MANY : 1);
  }
}
