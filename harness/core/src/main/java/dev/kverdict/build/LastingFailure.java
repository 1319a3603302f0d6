package dev.kverdict.build;

import dev.kverdict.host.CommandResult;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Distinguishes a build that fails because the compiler refuses the source from one that may
 * succeed next time. When in doubt it is the latter: compiling again costs only time.
 */
final class LastingFailure {

  private static final int MAKE_FAILED = 2; // GNU make, "Running make"

  /**
   * A compiler error at a place in the kernel. It excludes programs that run during a build, which
   * are compiled against libraries of the host that the user may change, and fatal errors, which
   * are about files.
   */
  private static final Pattern REFUSED =
      Pattern.compile(
          "(\\.\\./)*+(?!(\\S*/)?(scripts|tools|usr|certs)/)[\\w./+-]++:\\d+:\\d+: error: .*");

  /** The errors of a host that lacks a resource, or is broken. */
  private static final Pattern HOST =
      Pattern.compile(
          ".*(no space left|quota exceeded|cannot allocate|out of memory|memory exhausted"
              + "|too many open files|resource temporarily unavailable|input/output error"
              + "|read-only file system|permission denied|segmentation fault|killed|terminated"
              + "|internal compiler error|signal \\d).*",
          Pattern.CASE_INSENSITIVE);

  /** The longest honest line, in characters: a compiler's are short; a makefile can print any. */
  private static final int LONGEST = 4000;

  private LastingFailure() {}

  /** Returns whether a compiler refused a file of the kernel. */
  static boolean refusesSource(List<String> output) {
    return output.stream()
        .anyMatch(line -> line.length() <= LONGEST && REFUSED.matcher(line).matches());
  }

  /** Returns whether a make would fail in the same way whenever it is repeated. */
  static boolean isLasting(CommandResult make) {
    List<String> output = make.output();
    return make.exitCode() == MAKE_FAILED
        && !make.timedOut()
        && make.ended().isEmpty()
        && output.stream().allMatch(line -> line.length() <= LONGEST)
        && refusesSource(output)
        && output.stream().noneMatch(line -> HOST.matcher(line).matches())
        && ForeignSignal.ofStep(output).isEmpty();
  }
}
