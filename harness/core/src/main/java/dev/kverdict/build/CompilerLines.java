package dev.kverdict.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Picks the lines out of a failed build that say why. */
final class CompilerLines {

  private static final int MAX_LINES = 12;
  private static final Pattern CAUSE =
      Pattern.compile(
          ".*(: error: |: fatal error: |undefined reference|undefined!|ERROR: |No space left).*");

  private CompilerLines() {}

  /**
   * The causes, paths relative to the source; the last lines when none is recognised. A signal that
   * ended a step is told in words of ours: make gives it no more than its name.
   */
  static List<String> of(List<String> output) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < output.size() && lines.size() < MAX_LINES; i++) {
      if (CAUSE.matcher(output.get(i)).matches()) {
        lines.add(output.get(i).replaceFirst("^\\.\\./", "").strip());
        if (isSource(output, i + 1)) {
          lines.add(output.get(i + 1).strip());
        }
      }
    }
    boolean recognised = !lines.isEmpty();
    ForeignSignal.ofStep(output).ifPresent(lines::add);
    if (!recognised) {
      lines.addAll(output.subList(Math.max(0, output.size() - MAX_LINES), output.size()));
    }
    return lines;
  }

  /** gcc shows a source line below its error with its number, clang with a caret below. */
  private static boolean isSource(List<String> output, int line) {
    return line < output.size()
        && (output.get(line).matches("\\s+\\d+ \\|.*")
            || (line + 1 < output.size() && output.get(line + 1).matches("[\\s~]*\\^[\\s~]*")));
  }
}
