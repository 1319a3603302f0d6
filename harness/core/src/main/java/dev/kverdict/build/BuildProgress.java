package dev.kverdict.build;

import java.nio.file.Path;

/** Receives the progress of long steps. */
@FunctionalInterface
public interface BuildProgress {

  /**
   * Reports progress of a step.
   *
   * @param kernel the kernel under test, {@code KERNEL} or {@code KERNEL/PATCH}
   * @param step what is being done: {@code packages}, {@code source}, {@code configure}, {@code
   *     copy}, {@code compile}, {@code install}
   * @param objects the number of objects built so far; 0 when the step does not count
   */
  void moved(String kernel, String step, int objects);

  /**
   * Reports how many objects a build is going to have, as far as an earlier one of the like tells.
   *
   * @param kernel the kernel under test, as above
   */
  default void expects(String kernel, int objects) {}

  /**
   * Reports a failed build.
   *
   * @param kernel the kernel under test, as above
   * @param log the build log; the file is removed when this returns
   */
  default void failed(String kernel, Path log) {}

  /**
   * Reports something worth knowing about what a kernel is made from.
   *
   * @param kernel the kernel's name
   */
  default void note(String kernel, String text) {}
}
