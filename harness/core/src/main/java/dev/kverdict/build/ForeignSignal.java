package dev.kverdict.build;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Describes how make, or a step of it, was ended by a signal that the harness did not send. */
final class ForeignSignal {

  /**
   * GNU make prints the name of the signal for a program that it started itself, and the exit code,
   * 129 to 192, for one that a shell waited for. It prints all other failures as {@code Error} and
   * a small number.
   */
  private static final Pattern STEP =
      Pattern.compile(
          "\\S*make(\\[\\d+])?: \\*\\*\\* \\[.*] (Error (129|1[3-8]\\d|19[0-2])|(?!Error \\d).+)");

  /**
   * The longest line looked at, in characters. Make's own name a few files; makefiles print any.
   */
  private static final int LONGEST = 1000;

  private static final String SENDERS =
      "a program of the build may have, or the kernel: for want of memory, or over a limit";

  private ForeignSignal() {}

  /** Describes the end of make itself. Whether the patch caused it is not known. */
  static String ofMake(int signal, List<String> output) {
    String last = output.isEmpty() ? "none" : output.get(output.size() - 1);
    return "make was ended by signal %d, which kverdict did not send (%s); its last line: %s"
        .formatted(signal, SENDERS, last);
  }

  /** Describes the end of a step of make; empty when the output reports none. */
  static Optional<String> ofStep(List<String> output) {
    return output.stream()
        .filter(line -> line.length() <= LONGEST && STEP.matcher(line).matches())
        .findFirst()
        .map(
            line ->
                "a step was ended by a signal that kverdict did not send ("
                    + SENDERS
                    + "): "
                    + line);
  }
}
