package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.nio.file.Path;
import java.time.Duration;

/** Copies files that are mostly holes: a file system that can share blocks copies none of them. */
public final class SparseCopy {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private SparseCopy() {}

  /**
   * Copies a file and makes holes of what is zero in it.
   *
   * @param target a new file, which its owner may write
   * @throws InfraError if it cannot be copied
   */
  public static void make(Lane lane, Path file, Path target) {
    make(lane, "always", file, target);
  }

  /** Copies a file in the same way with the holes that it has, which takes less time. */
  public static void withItsHoles(Lane lane, Path file, Path target) {
    make(lane, "auto", file, target);
  }

  private static void make(Lane lane, String sparse, Path file, Path target) {
    Command copy =
        Command.beside(
            file,
            "cp",
            "--sparse=" + sparse,
            "--reflink=auto",
            "--no-preserve=mode",
            file.toString(),
            target.toString());
    var unused = lane.run(copy.asChore().within(LIMIT)).orThrow("cannot copy " + file);
  }
}
