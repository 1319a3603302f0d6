package dev.kverdict.oops;

/** Reads a console in chunks of any size and reports the crashes in it. Not thread-safe. */
public final class OopsReader {

  /** Creates a reader that tells the listener what it finds. */
  public OopsReader(OopsListener listener) {
    throw new UnsupportedOperationException();
  }

  /** Takes the next bytes of the console. */
  public void accept(byte[] buffer, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** Ends the console: a report still open is ended as it stands. */
  public void end() {
    throw new UnsupportedOperationException();
  }
}
