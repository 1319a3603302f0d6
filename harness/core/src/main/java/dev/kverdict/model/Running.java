package dev.kverdict.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a program runs in a guest.
 *
 * @param args its arguments
 * @param images the names of the images that are its disks, in their order; the agent mounts at
 *     most one of them
 * @param sandbox what it may do
 * @param timeout its time limit, before the accelerator's factor
 * @param snapshot when the snapshot for its trials is taken
 * @param userland the programs that it finds, or null for none
 */
public record Running(
    List<String> args,
    List<String> images,
    Sandbox sandbox,
    Duration timeout,
    SnapshotPoint snapshot,
    @Nullable Userland userland) {

  public Running {
    args = List.copyOf(args);
    images = List.copyOf(images);
    Objects.requireNonNull(sandbox, "sandbox");
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(snapshot, "snapshot");
  }

  /** Creates a run without a userland. */
  public Running(
      List<String> args,
      List<String> images,
      Sandbox sandbox,
      Duration timeout,
      SnapshotPoint snapshot) {
    this(args, images, sandbox, timeout, snapshot, null);
  }

  /** Returns a run without arguments and sandbox, on one image or on none. */
  public static Running on(@Nullable String image, Duration timeout, SnapshotPoint snapshot) {
    List<String> images = image == null ? List.of() : List.of(image);
    return new Running(List.of(), images, Sandbox.NONE, timeout, snapshot);
  }

  /** Returns a copy with these arguments. */
  public Running with(List<String> others) {
    return new Running(others, images, sandbox, timeout, snapshot, userland);
  }
}
