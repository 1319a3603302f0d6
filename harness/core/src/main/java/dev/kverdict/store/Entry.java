package dev.kverdict.store;

import java.nio.file.Path;

/** A finished entry, read-only, leased until closed: nothing removes it while it is open. */
public interface Entry extends AutoCloseable {

  /** The folder with its content. */
  Path folder();

  /** Its key. */
  Key key();

  @Override
  void close();
}
