package dev.kverdict.witness;

import dev.kverdict.oops.RuleFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the output of a file system's checker by the rules of checkers.txt. */
public final class CheckerOutput {

  /** Most kinds of complaint kept of one output. */
  private static final int MAX = 50;

  private record Rule(String tool, Pattern line, String where) {}

  private static final List<Rule> RULES =
      RuleFile.read(CheckerOutput.class, "checkers.txt", 2, 2).stream()
          .map(row -> new Rule(row.fields().get(0), row.pattern(1), row.where()))
          .toList();

  private CheckerOutput() {}

  /**
   * Returns the complaints in an output. A nonzero exit code is one, if no line says more: fsck(8)
   * returns 0 only for a clean file system.
   *
   * @param tool the checker's file name
   * @param exit its exit code
   * @param lines its output
   */
  public static List<Complaint> complaints(String tool, int exit, List<String> lines) {
    Map<String, Complaint> found = new LinkedHashMap<>();
    for (String line : lines) {
      for (Rule rule : RULES) {
        Matcher matcher = rule.line().matcher(line);
        if (tool.matches(rule.tool()) && matcher.matches()) {
          add(found, tool + ": " + Masks.of(matcher.group("text")), line.strip());
          break;
        }
      }
    }
    if (found.isEmpty() && exit != 0) {
      String last = lines.isEmpty() ? "it printed nothing" : lines.get(lines.size() - 1).strip();
      add(found, tool + ": exit code " + exit + ": " + Masks.of(last), last);
    }
    return new ArrayList<>(found.values());
  }

  /** Returns the place of each rule, in the file's order. */
  static List<String> names() {
    return RULES.stream().map(Rule::where).toList();
  }

  private static void add(Map<String, Complaint> found, String title, String text) {
    if (found.size() < MAX || found.containsKey(title)) {
      found.merge(
          title,
          new Complaint(title, text, 1),
          (old, one) -> new Complaint(title, old.text(), old.count() + 1));
    }
  }
}
