package dev.kverdict.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A program that shows the bug, or a guard that shows that a feature works.
 *
 * @param name its name in the matrix
 * @param program where its binary comes from
 * @param running how it runs
 * @param steps the declared steps in order; the first is {@code mount} when the image is mounted by
 *     the agent; empty for a program that declares none
 * @param fails its failure on the buggy kernel; null for a guard
 * @param accepts steps that may return an error with a correct fix, as {@code STEP} or {@code
 *     STEP:ERRNO}
 */
public record ReproducerDef(
    String name,
    ProgramDef program,
    Running running,
    List<String> steps,
    @Nullable Fails fails,
    List<String> accepts) {

  public ReproducerDef {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(running, "running");
    steps = List.copyOf(steps);
    accepts = List.copyOf(accepts);
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

  /** Returns the names of the images that are its disks, in their order. */
  public List<String> images() {
    return running.images();
  }

  /** Returns the programs that it finds in its guest, or null for none. */
  public @Nullable Userland userland() {
    return running.userland();
  }

  /** Returns its time limit, before the accelerator's factor. */
  public Duration timeout() {
    return running.timeout();
  }
}
