package dev.kverdict.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The standard output, which remembers that it could not be written: {@link java.io.PrintWriter}
 * tells nobody, and a report that is cut short would pass for a whole one.
 */
final class StandardOutput extends OutputStream {

  /** What the kernel says when the reader has left, such as head: it has all that it wants. */
  private static final String LEFT = "Broken pipe";

  private final OutputStream target;
  private @Nullable IOException failure;

  StandardOutput(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      target.write(bytes, from, count);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  /** Returns why something was not written, unless there was nobody left to read it. */
  Optional<String> failure() {
    return Optional.ofNullable(failure).map(IOException::getMessage).filter(m -> !m.equals(LEFT));
  }
}
