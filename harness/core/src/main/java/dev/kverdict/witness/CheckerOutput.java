package dev.kverdict.witness;

import dev.kverdict.oops.RuleFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the output of a file system's checker by the rules of checkers.txt. */
public final class CheckerOutput {

  /** Most kinds of complaint kept of one output. */
  private static final int MAX = 50;

  /** What a line means. */
  private enum Meaning {
    /** A complaint. */
    COMPLAINT,
    /** A complaint only if the file system was unmounted cleanly: a mount would put it right. */
    UNMOUNTED,
    /** Nothing: a sound file system has such lines, too. */
    CHATTER
  }

  private record Rule(String tool, Pattern line, Meaning meaning, String where) {

    static Rule of(RuleFile.Row row) {
      Meaning meaning =
          row.fields().size() < 3
              ? Meaning.COMPLAINT
              : row.constant(2, Meaning.class, "meaning of a line");
      return new Rule(row.fields().get(0), row.pattern(1), meaning, row.where());
    }

    boolean complains(boolean unmounted) {
      return meaning == Meaning.COMPLAINT || (meaning == Meaning.UNMOUNTED && unmounted);
    }

    String text(String matching) {
      Matcher matcher = line.matcher(matching);
      return matcher.matches() ? matcher.group("text") : matching;
    }
  }

  private static final List<Rule> RULES =
      RuleFile.read(CheckerOutput.class, "checkers.txt", 2, 3).stream().map(Rule::of).toList();

  private CheckerOutput() {}

  /**
   * Returns the complaints in an output. A nonzero exit code is one, if no line says more: fsck(8)
   * returns 0 only for a clean file system.
   *
   * @param tool the checker's file name
   * @param exit its exit code
   * @param unmounted whether the file system was unmounted cleanly before
   * @param lines its output
   */
  public static List<Complaint> complaints(
      String tool, int exit, boolean unmounted, List<String> lines) {
    List<Rule> rules = RULES.stream().filter(rule -> tool.matches(rule.tool())).toList();
    Map<String, Complaint> found = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String line : lines) {
      Optional<Rule> rule =
          rules.stream().filter(one -> one.line().matcher(line).matches()).findFirst();
      if (rule.isEmpty() && !line.isBlank()) {
        unknown.add(line);
      } else if (rule.isPresent() && rule.get().complains(unmounted)) {
        add(found, tool + ": " + Masks.of(rule.get().text(line)), line.strip());
      }
    }
    if (found.isEmpty() && exit != 0) {
      boolean chatterIsKnown = rules.stream().anyMatch(one -> one.meaning() == Meaning.CHATTER);
      if (chatterIsKnown && !unknown.isEmpty()) {
        unknown.forEach(line -> add(found, tool + ": " + Masks.of(line), line.strip()));
      } else {
        String last = lines.isEmpty() ? "it printed nothing" : lines.get(lines.size() - 1).strip();
        add(found, tool + ": exit code " + exit + ": " + Masks.of(last), last);
      }
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
