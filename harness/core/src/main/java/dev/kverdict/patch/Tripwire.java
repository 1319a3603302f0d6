package dev.kverdict.patch;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes a further patch that logs a line if the condition of an assertion holds, at the place where
 * a patch edited that assertion. It distinguishes a cause that is gone from a report that is gone.
 */
public final class Tripwire {

  /** The line that the kernel logs each time the condition holds. */
  public static final String MESSAGE = "kverdict: tripwire";

  private static final Pattern ASSERTION =
      Pattern.compile("(?:VM_)?(?:BUG|WARN)_ON(?:_ONCE)?\\s*\\((.+)\\)\\s*;");
  private static final int MAX_LINES = 10;

  private Tripwire() {}

  /**
   * Returns the patch, to be applied after the one that edits the assertion.
   *
   * @param line the assertion's line before the edit
   * @return empty when the assertion is not bare: the condition that governs it may be gone, too
   */
  static Optional<String> diff(FileChange change, int line) {
    Optional<String> condition = condition(change.before(), line);
    Optional<FileChange.Row> row =
        change.rows().stream()
            .filter(r -> r.before() == line && r.kind() != HunkLine.Kind.ADDED)
            .findFirst();
    if (condition.isEmpty() || row.isEmpty()) {
      return Optional.empty();
    }
    int at = startOf(change.after(), row.get().after());
    if (at < 2 || at > change.after().size()) {
      return Optional.empty();
    }
    String report = "if (%s) printk(KERN_WARNING \"%s\\n\");".formatted(condition.get(), MESSAGE);
    return Optional.of(
        "--- a/%s\n+++ b/%s\n@@ -%d,2 +%d,3 @@\n %s\n+\t%s\n %s\n"
            .formatted(
                change.path(),
                change.path(),
                at - 1,
                at - 1,
                change.text().get(at - 2),
                report,
                change.text().get(at - 1)));
  }

  private static Optional<String> condition(List<SourceLine> lines, int line) {
    int from = startOf(lines, line);
    int to = endOf(lines, line);
    String statement =
        lines.subList(from - 1, to).stream()
            .map(each -> each.code().strip())
            .collect(Collectors.joining(" "));
    Matcher assertion = ASSERTION.matcher(statement.strip());
    return assertion.matches() ? Optional.of(assertion.group(1).strip()) : Optional.empty();
  }

  /** Returns the last line of the statement that a line belongs to. */
  static int endOf(List<SourceLine> lines, int line) {
    int to = line;
    while (to < lines.size() && to - line < MAX_LINES && !ends(lines.get(to - 1))) {
      to++;
    }
    return to;
  }

  /** Returns the first line of the statement that a line belongs to. */
  static int startOf(List<SourceLine> lines, int line) {
    int from = Math.min(line, lines.size());
    while (from > 1 && line - from < MAX_LINES && continues(lines.get(from - 2))) {
      from--;
    }
    return from;
  }

  private static boolean continues(SourceLine line) {
    return !line.code().isBlank() && !ends(line) && line.kind() != SourceLine.Kind.MACRO;
  }

  private static boolean ends(SourceLine line) {
    String code = line.code().strip();
    return code.endsWith(";") || code.endsWith("{") || code.endsWith("}") || code.endsWith(":");
  }
}
