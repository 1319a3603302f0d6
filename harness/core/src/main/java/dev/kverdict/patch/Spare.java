package dev.kverdict.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A patch that turns an assertion into a line in the kernel's log, so that the kernel goes on where
 * it died: it shows what else it would have done.
 *
 * @param diff the patch
 * @param text the file's lines with it; no line is moved
 */
public record Spare(String diff, List<String> text) {

  private static final Pattern CONDITIONAL = Pattern.compile("(?:VM_)?BUG_ON\\s*\\((.+)\\)\\s*;");
  private static final Pattern ALWAYS = Pattern.compile("BUG\\s*\\(\\s*\\)\\s*;");
  private static final String REPORT = "printk_once(KERN_WARNING \"kverdict: spared\\n\");";

  public Spare {
    text = List.copyOf(text);
  }

  /**
   * Returns the patch.
   *
   * @param path the file's path below the source's root
   * @param text the file's lines
   * @param line the line that fired, from 1
   * @return empty when no bare assertion stands there
   */
  public static Optional<Spare> at(String path, List<String> text, int line) {
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
        : Optional.of(replaced(path, text, from, to, "\t" + instead));
  }

  private static Spare replaced(String path, List<String> text, int from, int to, String instead) {
    List<String> after = new ArrayList<>(text);
    for (int line = from; line <= to; line++) {
      after.set(line - 1, line == from ? instead : "");
    }
    String hunk =
        "@@ -%d,%d +%d,%d @@\n %s\n%s%s %s\n"
            .formatted(
                from - 1,
                to - from + 3,
                from - 1,
                to - from + 3,
                text.get(from - 2),
                lines("-", text.subList(from - 1, to)),
                lines("+", after.subList(from - 1, to)),
                text.get(to));
    return new Spare("--- a/%s\n+++ b/%s\n%s".formatted(path, path, hunk), after);
  }

  private static String lines(String sign, List<String> lines) {
    return lines.stream().map(line -> sign + line + "\n").collect(Collectors.joining());
  }
}
