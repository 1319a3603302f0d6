package dev.kverdict.build;

import dev.kverdict.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Calls binutils' strip on what a patch made, so that it can write nothing but its result. */
final class Strip {

  private Strip() {}

  /**
   * The command that writes a copy without debug information.
   *
   * @param option what to leave out, as strip takes it
   * @param stripped the file to make, in an existing folder; strip fills an empty file as it is
   */
  static Command command(String option, Path built, Path stripped) throws IOException {
    Files.createFile(stripped);
    Path folder = Objects.requireNonNull(built.getParent(), "a file's folder");
    return Command.of(folder, "strip", option, "-o", stripped.toString(), built.toString())
        .reading(built)
        .writing(stripped);
  }
}
