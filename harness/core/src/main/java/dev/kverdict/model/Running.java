package dev.kverdict.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a program runs in a guest.
 *
 * @param args its arguments
 * @param image the name of the image it runs on, or null for none
 * @param sandbox what it may do
 * @param timeout its time limit, before the accelerator's factor
 * @param snapshot when the snapshot for its trials is taken
 */
public record Running(
    List<String> args,
    @Nullable String image,
    Sandbox sandbox,
    Duration timeout,
    SnapshotPoint snapshot) {

  public Running {
    args = List.copyOf(args);
    Objects.requireNonNull(sandbox, "sandbox");
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(snapshot, "snapshot");
  }

  /** Returns a run without arguments and sandbox. */
  public static Running on(@Nullable String image, Duration timeout, SnapshotPoint snapshot) {
    return new Running(List.of(), image, Sandbox.NONE, timeout, snapshot);
  }

  /** Returns a copy with these arguments. */
  public Running with(List<String> others) {
    return new Running(others, image, sandbox, timeout, snapshot);
  }
}
