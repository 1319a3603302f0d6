package dev.kverdict.build;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises a build that failed because it could not start a program. All builds of an account
 * share its processes, so this says nothing about the patch; a build that has too many processes of
 * its own is ended, which says so.
 */
final class RefusedFork {

  /**
   * How shells, make, and a compiler's driver word EAGAIN of fork(2), vfork(2) or clone(2), and of
   * execve(2), which finds too many processes as well (NOTES of its page).
   */
  private static final Pattern REFUSED =
      Pattern.compile(
          "(/bin/)?(ba|da)?sh: (\\d+: |line \\d+: )?"
              + "([Cc]annot fork|(fork: (retry: )*|[^\\s:]+: )Resource temporarily unavailable)"
              + "|\\S*make(\\[\\d+])?: (\\*\\*\\* )?(\\S*(v?fork|posix_spawn)\\S*|/[^\\s:]+): "
              + "Resource temporarily unavailable\\.?( {2}Stop\\.)?"
              + "|\\S*(cc|clang|\\+\\+)\\S*: (fatal )?error: .*"
              + "(v?fork|posix_spawn|clone): Resource temporarily unavailable");

  /** The longest line looked at, in characters. */
  private static final int LONGEST = 1000;

  private RefusedFork() {}

  /**
   * Describes it.
   *
   * @return empty if the output reports none, or also that a compiler refused the source
   */
  static Optional<String> in(List<String> output) {
    return output.stream()
        .filter(line -> line.length() <= LONGEST && REFUSED.matcher(line).matches())
        .findFirst()
        .filter(line -> !LastingFailure.refusesSource(output))
        .map(
            line ->
                "the host could not start a program of the build (%s): other builds of this account"
                        .formatted(line.strip())
                    + " may have all of its processes; try again when they have ended");
  }
}
