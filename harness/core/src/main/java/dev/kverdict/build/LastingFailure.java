package dev.kverdict.build;

import dev.kverdict.host.CommandResult;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells a build that failed because the compiler refuses the source from one that may come out
 * otherwise the next time. When in doubt it is the latter: to compile again costs only time.
 */
final class LastingFailure {

  private static final int MAKE_FAILED = 2; // GNU make, "Running make"

  /**
   * The compiler's own word on a place in the kernel. Programs that run during a build are compiled
   * against the host's libraries, which the user may change; and a fatal error is about a file.
   */
  private static final Pattern REFUSED =
      Pattern.compile(
          "(\\.\\./)*+(?!(\\S*/)?(scripts|tools|usr|certs)/)[\\w./+-]++:\\d+:\\d+: error: .*");

  /** What a host prints that is short of something, or broken. */
  private static final Pattern HOST =
      Pattern.compile(
          ".*(no space left|quota exceeded|cannot allocate|out of memory|memory exhausted"
              + "|too many open files|resource temporarily unavailable|input/output error"
              + "|read-only file system|permission denied|segmentation fault|killed|terminated"
              + "|internal compiler error|signal \\d).*",
          Pattern.CASE_INSENSITIVE);

  /** A compiler's lines are short; a makefile can print any. */
  private static final int LONGEST = 4000;

  private LastingFailure() {}

  /** Whether a make would end in the same way whenever it is repeated. */
  static boolean is(CommandResult make) {
    List<String> output = make.output();
    return make.exitCode() == MAKE_FAILED
        && !make.timedOut()
        && make.ended().isEmpty()
        && output.stream().allMatch(line -> line.length() <= LONGEST)
        && output.stream().anyMatch(line -> REFUSED.matcher(line).matches())
        && output.stream().noneMatch(line -> HOST.matcher(line).matches())
        && ForeignSignal.ofStep(output).isEmpty();
  }
}
