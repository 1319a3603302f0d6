package dev.kverdict.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An output that can be shut for good: what is written from then on is dropped. Work that was
 * interrupted goes on failing for a moment, and none of that is worth reading.
 */
final class Outlet extends OutputStream {

  private final OutputStream target;
  private volatile boolean shut;

  Outlet(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    if (!shut) {
      target.write(bytes, from, count);
    }
  }

  @Override
  public void flush() throws IOException {
    if (!shut) {
      target.flush();
    }
  }

  /** Drops everything from now on; waits for nobody who is writing. */
  void shut() {
    shut = true;
  }
}
