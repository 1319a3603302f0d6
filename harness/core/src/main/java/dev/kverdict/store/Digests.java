package dev.kverdict.store;

import java.nio.file.Path;

/** SHA-256 in lower-case hex. */
public final class Digests {

  private Digests() {}

  /** Of a file's bytes. */
  public static String ofFile(Path file) {
    throw new UnsupportedOperationException();
  }

  /** Of a text in UTF-8. */
  public static String ofText(String text) {
    throw new UnsupportedOperationException();
  }
}
