package dev.kverdict.build;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says that make, or a step of it, was ended by a signal that the harness did not send. */
final class ForeignSignal {

  /**
   * As GNU make tells it: of a program of its own by the signal's name, of one that a shell waited
   * for by its exit code, 129 to 192. All other failures it tells by {@code Error} and a small
   * number.
   */
  private static final Pattern STEP =
      Pattern.compile(
          "\\S*make(\\[\\d+])?: \\*\\*\\* \\[.*] (Error (129|1[3-8]\\d|19[0-2])|(?!Error \\d).+)");

  /** Make's own lines name a few files; a makefile can print any line. */
  private static final int LONGEST = 1000;

  private static final String SENDERS =
      "a program of the build may have, or the kernel: for want of memory, or over a limit";

  private ForeignSignal() {}

  /** Make itself: whether that is the patch's doing cannot be told. */
  static String ofMake(int signal, List<String> output) {
    String last = output.isEmpty() ? "none" : output.get(output.size() - 1);
    return "make was ended by signal %d, which kverdict did not send (%s); its last line: %s"
        .formatted(signal, SENDERS, last);
  }

  /** A step of a make that was not ended itself; empty when its output tells of none. */
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
