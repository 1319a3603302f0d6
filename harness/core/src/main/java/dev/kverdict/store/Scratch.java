package dev.kverdict.store;

import java.nio.file.Path;

/**
 * A work directory on the store's file system, removed when closed. After a crash the next run
 * removes it, and kills what still builds in it.
 */
public final class Scratch implements AutoCloseable {

  private final Path home;
  private final LockFile owner;

  Scratch(Path home, LockFile owner) {
    this.home = home;
    this.owner = owner;
  }

  /** Returns the directory to work in. */
  public Path folder() {
    return home.resolve("work");
  }

  /** Returns the lock file for builds that work in it (see {@code Lane.build}). */
  public Path buildLock() {
    return home.resolve("build.lock");
  }

  @Override
  public void close() {
    Store.remove(home);
    owner.close();
  }
}
