package dev.kverdict.store;

import java.nio.file.Path;

/** A finished entry, read-only and leased until closed: nothing removes it while it is open. */
public final class Entry implements AutoCloseable {

  private final Key key;
  private final Path directory;
  private final LockFile lease;

  Entry(Key key, Path directory, LockFile lease) {
    this.key = key;
    this.directory = directory;
    this.lease = lease;
  }

  /** Returns the directory with its content. */
  public Path folder() {
    return directory;
  }

  /** Returns its key. */
  public Key key() {
    return key;
  }

  @Override
  public void close() {
    lease.close();
  }
}
