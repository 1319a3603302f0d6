package dev.kverdict.build;

import java.nio.file.Path;

/** Told how far a long step has come. */
@FunctionalInterface
public interface BuildProgress {

  /**
   * A step moved on.
   *
   * @param kernel the kernel under test, {@code KERNEL} or {@code KERNEL/PATCH}
   * @param step what is being done: {@code packages}, {@code source}, {@code configure}, {@code
   *     copy}, {@code compile}, {@code install}
   * @param objects how many objects are built so far, 0 when the step does not count
   */
  void moved(String kernel, String step, int objects);

  /**
   * A build failed.
   *
   * @param kernel the kernel under test, as above
   * @param log what it printed; the file is gone when this returns
   */
  default void failed(String kernel, Path log) {}

  /**
   * Something is worth knowing of what a kernel is made from.
   *
   * @param kernel the kernel's name
   */
  default void note(String kernel, String text) {}
}
