package dev.kverdict.build;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises a build that failed because the host had no memory for a compiler, whether that was
 * refused or the kernel killed it. Other programs of the host may have all of the memory, so this
 * says nothing about the patch; a build that takes too much is ended, which says so.
 */
final class NoMemory {

  /** How gcc, its driver, clang, binutils and the dynamic loader word ENOMEM or SIGKILL. */
  private static final Pattern MISSING =
      Pattern.compile(
          "\\S*(cc|clang|\\+\\+)\\S*: (fatal )?error: "
              + "(Killed signal terminated program \\S+|unable to execute command: Killed)"
              + "|\\S*(cc1|cc1plus|lto1): out of memory allocating \\d+ bytes.*"
              + "|virtual memory exhausted: Cannot allocate memory"
              + "|LLVM ERROR: out of memory.*"
              + "|\\S*(as|ld)\\S*: (fatal error: )?(virtual )?memory exhausted"
              + "|\\S+: error while loading shared libraries: \\S+: "
              + "(failed to map segment from shared object|cannot allocate memory)\\S*.*",
          Pattern.CASE_INSENSITIVE);

  /** The longest line looked at, in characters. */
  private static final int LONGEST = 1000;

  private NoMemory() {}

  /**
   * Describes it.
   *
   * @return empty if the output reports none, or also that a compiler refused the source
   */
  static Optional<String> in(List<String> output) {
    return output.stream()
        .filter(line -> line.length() <= LONGEST && MISSING.matcher(line).matches())
        .findFirst()
        .filter(line -> !LastingFailure.refusesSource(output))
        .map(
            line ->
                "the host had no memory for a program of the build, or somebody killed it (%s):"
                        .formatted(line.strip())
                    + " free some, or run fewer jobs, and try again");
  }
}
