package dev.kverdict.guest;

import java.io.IOException;
import java.io.InputStream;

/** Streams recorded from real guests. */
final class Fixtures {

  private Fixtures() {}

  static InputStream open(String name) {
    InputStream in = Fixtures.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("no fixture " + name);
    }
    return in;
  }

  static byte[] bytes(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    }
  }
}
