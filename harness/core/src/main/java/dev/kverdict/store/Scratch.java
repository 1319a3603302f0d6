package dev.kverdict.store;

import java.nio.file.Path;

/**
 * A work folder on the store's file system, removed when closed; after a crash the next run removes
 * it, and ends what still builds in it.
 */
public final class Scratch implements AutoCloseable {

  private final Path home;
  private final LockFile owner;

  Scratch(Path home, LockFile owner) {
    this.home = home;
    this.owner = owner;
  }

  /** The folder to work in. */
  public Path folder() {
    return home.resolve("work");
  }

  /** The lock file for programs with families that work in it (see {@code Lane.build}). */
  public Path buildLock() {
    return home.resolve("build.lock");
  }

  @Override
  public void close() {
    Store.remove(home);
    owner.close();
  }
}
