package dev.kverdict.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Artefacts and evidence on disk: {@code ROOT/STEP/DIGEST/}, published by atomic rename, safe for
 * threads and processes, leased while in use.
 */
public final class Store {

  /** Fills a folder with an entry's content. */
  @FunctionalInterface
  public interface Maker {
    /** Fills the folder, which exists, is empty, and is thrown away when this throws. */
    void make(Path folder) throws IOException;
  }

  /** Opens, and creates where needed, the store below a folder. */
  public Store(Path root) {
    throw new UnsupportedOperationException();
  }

  /**
   * The entry, made first if it is not there. Two callers with one key: one makes, the other waits.
   */
  public Entry obtain(Key key, Maker maker) {
    throw new UnsupportedOperationException();
  }

  /** The entry if it is there. */
  public Optional<Entry> find(Key key) {
    throw new UnsupportedOperationException();
  }
}
