package dev.kverdict.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An output of this process, as all that print see it. It remembers that it could not be written:
 * {@link java.io.PrintWriter} tells nobody, and a report that is cut short would pass for a whole
 * one. It makes room where a view is drawn on the same terminal. And it can be shut for good: work
 * that was interrupted goes on failing for a moment, and none of that is worth reading.
 */
public final class Output extends OutputStream {

  /** What the kernel says when the reader has left, such as head: it has all that it wants. */
  private static final String LEFT = "Broken pipe";

  /** Something that is written. */
  @FunctionalInterface
  interface Writing {
    void run() throws IOException;
  }

  /** What is drawn on the terminal that this output goes to. */
  @FunctionalInterface
  interface Drawn {
    /**
     * Makes room for what is written, and writes it.
     *
     * @param line whether it ends a line
     */
    void writeAbove(Writing writing, boolean line) throws IOException;
  }

  private static final Drawn NOTHING = (writing, line) -> writing.run();

  private final OutputStream target;
  private volatile Drawn drawn = NOTHING;
  private volatile boolean shut;
  private volatile @Nullable IOException failure;

  /**
   * @param target is not closed
   */
  public Output(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    if (shut || count == 0) {
      return;
    }
    try {
      drawn.writeAbove(
          () -> {
            target.write(bytes, from, count);
            target.flush();
          },
          bytes[from + count - 1] == '\n');
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    if (!shut) {
      target.flush();
    }
  }

  /** Returns why something was not written, unless there was nobody left to read it. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure)
        .map(e -> String.valueOf(e.getMessage()))
        .filter(message -> !message.equals(LEFT));
  }

  /** Drops everything from now on; waits for nobody who is writing. */
  public void shut() {
    shut = true;
  }

  /** Has something drawn below what is written. */
  void drawing(Drawn below) {
    drawn = below;
  }

  /** Has nothing drawn any more. */
  void drawingNothing() {
    drawn = NOTHING;
  }
}
