package dev.kverdict.build;

import dev.kverdict.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Calls binutils' strip on what a patch made; it may write nothing but its result. */
final class Strip {

  private Strip() {}

  /**
   * Returns the command that writes a copy without debug information.
   *
   * @param option strip's option for what to leave out
   * @param stripped the file to make, in an existing directory; created empty, for strip to fill
   */
  static Command command(String option, Path built, Path stripped) throws IOException {
    Files.createFile(stripped);
    return Command.of(
            PlainFiles.parent(built), "strip", option, "-o", stripped.toString(), built.toString())
        .reading(built)
        .writing(stripped);
  }
}
