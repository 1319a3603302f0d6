package dev.kverdict;

import java.io.IOException;

/** Input and output that fails only when the host does. */
public final class HostIo {

  private HostIo() {}

  /** Something that is read. */
  @FunctionalInterface
  public interface Source<T> {
    T get() throws IOException;
  }

  /** Something that is done. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  /**
   * Returns what a source yields.
   *
   * @param failure what a failure is called, such as {@code cannot read FILE}; its reason follows
   * @throws InfraError if the source fails
   */
  public static <T> T get(String failure, Source<T> source) {
    try {
      return source.get();
    } catch (IOException e) {
      throw new InfraError(failure + ": " + e.getMessage(), e);
    }
  }

  /**
   * Does something.
   *
   * @param failure what a failure is called, such as {@code cannot write FILE}; its reason follows
   * @throws InfraError if it fails
   */
  public static void run(String failure, Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new InfraError(failure + ": " + e.getMessage(), e);
    }
  }
}
