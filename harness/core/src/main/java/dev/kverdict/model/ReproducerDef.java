package dev.kverdict.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program that shows the bug, or a guard that shows that a feature works.
 *
 * @param name its name in the matrix
 * @param source the C file
 * @param define preprocessor macros, in the order written
 * @param args arguments of the program
 * @param steps the declared steps in order; the first is {@code mount} when the image is mounted by
 *     the agent; empty for a program that declares none
 * @param fails its failure on the buggy kernel; null for a guard
 * @param accepts steps that may return an error with a correct fix, as {@code STEP} or {@code
 *     STEP:ERRNO}
 * @param timeout its time limit, before the accelerator's factor
 * @param snapshot when the snapshot for its trials is taken
 * @param images the names of the images that are its disks, in their order; the agent mounts at
 *     most one of them
 */
public record ReproducerDef(
    String name,
    Path source,
    Map<String, String> define,
    List<String> args,
    List<String> steps,
    @Nullable Fails fails,
    List<String> accepts,
    Duration timeout,
    SnapshotPoint snapshot,
    List<String> images) {

  public ReproducerDef {
    images = List.copyOf(images);
  }

  /** Creates a program that has one image, or none. */
  public ReproducerDef(
      String name,
      Path source,
      Map<String, String> define,
      List<String> args,
      @Nullable String image,
      List<String> steps,
      @Nullable Fails fails,
      List<String> accepts,
      Duration timeout,
      SnapshotPoint snapshot) {
    this(
        name,
        source,
        define,
        args,
        steps,
        fails,
        accepts,
        timeout,
        snapshot,
        image == null ? List.of() : List.of(image));
  }

  /**
   * The expected failure: exactly one of the two.
   *
   * @param crash crash titles, any of which is the bug; empty when it fails by a check
   * @param check the step that is the reproducer's own check, or null when it fails by a crash
   */
  public record Fails(List<String> crash, @Nullable String check) {}

  /** Returns whether this is a guard. */
  public boolean guard() {
    return fails == null;
  }

  /**
   * Returns whether it may run for ever: it declares no steps, and fails by a report of the kernel.
   */
  public boolean endless() {
    return steps.isEmpty() && fails != null && fails.check() == null;
  }

  /** Returns whether it fails by its own check of data, not by a report of the kernel. */
  public boolean hasDataCheck() {
    return fails != null && fails.check() != null;
  }
}
