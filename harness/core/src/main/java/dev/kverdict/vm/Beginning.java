package dev.kverdict.vm;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a machine begins: it boots, or it resumes from a state; and where its memory lies. A machine
 * whose memory is a file is saved and resumed without copying what is in it: QEMU maps the file,
 * and its state is that of processors and devices alone. A machine that resumes from such a state
 * begins with memory of the same kind.
 *
 * @param state the state to resume from, or null to boot
 * @param memory the file with its memory, or null for memory of its own, which a state has in it
 * @param kept whether the memory's file takes what the guest writes, so that the machine can be
 *     saved with it; otherwise the guest has a copy
 */
public record Beginning(@Nullable Path state, @Nullable Path memory, boolean kept) {

  /** A boot of a machine that is not saved, or whose state has its memory in it. */
  public static final Beginning BOOT = new Beginning(null, null, false);

  /**
   * A boot of a machine that is to be saved.
   *
   * @param memory an empty file
   */
  public static Beginning bootInto(Path memory) {
    return new Beginning(null, memory, true);
  }

  /**
   * Resumes from a state.
   *
   * @param memory the file that the machine was saved with, of which it gets a copy; null if the
   *     state has its memory in it
   */
  public static Beginning resume(Path state, @Nullable Path memory) {
    return new Beginning(state, memory, false);
  }

  /**
   * Resumes a machine that is to be saved again.
   *
   * @param memory a copy of the file that the machine was saved with
   */
  public static Beginning resumeInto(Path state, Path memory) {
    return new Beginning(state, memory, true);
  }
}
