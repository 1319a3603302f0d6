package dev.kverdict.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Picks the lines that explain a failed build. */
final class CompilerLines {

  private static final int MAX_LINES = 12;
  private static final Pattern CAUSE =
      Pattern.compile(
          ".*(: error: |: fatal error: |undefined reference|undefined!|ERROR: |No space left).*");

  /** What a shell says before make says that a step gave its exit code for it, 127. */
  private static final Pattern MISSING = Pattern.compile(".*: not found");

  private CompilerLines() {}

  /**
   * Returns the causes, with paths relative to the source, or the last lines if none is recognised.
   * The harness words the signal that ended a step itself; make prints only its name.
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
    for (int i = 1; i < output.size() && lines.isEmpty(); i++) {
      if (output.get(i).endsWith("Error 127") && MISSING.matcher(output.get(i - 1)).matches()) {
        lines.add(output.get(i - 1).strip());
      }
    }
    boolean recognised = !lines.isEmpty();
    ForeignSignal.ofStep(output).ifPresent(lines::add);
    if (!recognised) {
      lines.addAll(output.subList(Math.max(0, output.size() - MAX_LINES), output.size()));
    }
    return lines;
  }

  /** gcc prints the source line with its number below the error, clang with a caret below it. */
  private static boolean isSource(List<String> output, int line) {
    return line < output.size()
        && (output.get(line).matches("\\s+\\d+ \\|.*")
            || (line + 1 < output.size() && output.get(line + 1).matches("[\\s~]*\\^[\\s~]*")));
  }
}
