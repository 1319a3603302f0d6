package dev.kverdict.patch;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes a patch that turns an assertion into a line in the kernel's log, so that the kernel goes on
 * where it died: it shows what else it would have done.
 */
public final class Spare {

  private static final Pattern CONDITIONAL = Pattern.compile("(?:VM_)?BUG_ON\\s*\\((.+)\\)\\s*;");
  private static final Pattern ALWAYS = Pattern.compile("BUG\\s*\\(\\s*\\)\\s*;");
  private static final String REPORT = "printk_once(KERN_WARNING \"kverdict: spared\\n\");";

  private Spare() {}

  /**
   * Returns the patch.
   *
   * @param path the file's path below the source's root
   * @param text the file's lines
   * @param line the line that fired, from 1
   * @return empty when no bare assertion stands there
   */
  public static Optional<String> diff(String path, List<String> text, int line) {
    List<SourceLine> lines = SourceText.of(text);
    if (line < 2 || line > text.size()) {
      return Optional.empty();
    }
    int from = Tripwire.startOf(lines, line);
    int to = Tripwire.endOf(lines, line);
    if (from < 2 || to >= text.size()) {
      return Optional.empty();
    }
    String statement =
        lines.subList(from - 1, to).stream()
            .map(each -> each.code().strip())
            .collect(Collectors.joining(" "))
            .strip();
    Matcher conditional = CONDITIONAL.matcher(statement);
    String instead =
        conditional.matches()
            ? "if (" + conditional.group(1).strip() + ") " + REPORT
            : ALWAYS.matcher(statement).matches() ? REPORT : "";
    return instead.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "--- a/%s\n+++ b/%s\n@@ -%d,%d +%d,3 @@\n %s\n%s+\t%s\n %s\n"
                .formatted(
                    path,
                    path,
                    from - 1,
                    to - from + 3,
                    from - 1,
                    text.get(from - 2),
                    text.subList(from - 1, to).stream()
                        .map(gone -> "-" + gone + "\n")
                        .collect(Collectors.joining()),
                    instead,
                    text.get(to)));
  }
}
