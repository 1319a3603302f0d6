package dev.kverdict.patch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds silencers by the rules in silencers.txt. Comments and strings are not code. */
final class Silencers {

  private static final Pattern RULE = Pattern.compile("([+-]) ([^:]+): (.+)");
  private static final List<Rule> RULES = load();

  private Silencers() {}

  /**
   * A rule.
   *
   * @param kind whether the line is added or removed
   * @param name the kind of silencer
   * @param pattern a pattern in the line's code
   */
  record Rule(HunkLine.Kind kind, String name, Pattern pattern) {}

  static List<Rule> rules() {
    return RULES;
  }

  static List<Silencer> in(FileChange file, List<Rule> rules) {
    Map<String, Integer> balance = new HashMap<>();
    for (FileChange.Row row : file.rows()) {
      if (row.changed()) {
        boolean added = row.kind() == HunkLine.Kind.ADDED;
        balance.merge(squeezed(code(file, row)), added ? 1 : -1, Integer::sum);
      }
    }
    List<Silencer> found = new ArrayList<>();
    for (FileChange.Row row : file.rows()) {
      String code = code(file, row);
      boolean moved = balance.getOrDefault(squeezed(code), 0) == 0;
      if (!row.changed() || moved) {
        continue;
      }
      for (Rule rule : rules) {
        if (rule.kind() == row.kind() && rule.pattern().matcher(code).find()) {
          int line = row.kind() == HunkLine.Kind.ADDED ? row.after() : row.before();
          found.add(new Silencer(rule.name(), file.path(), line, code.strip()));
        }
      }
    }
    return found;
  }

  private static String code(FileChange file, FileChange.Row row) {
    return (row.kind() == HunkLine.Kind.ADDED ? file.now(row.after()) : file.old(row.before()))
        .code();
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }

  private static List<Rule> load() {
    List<Rule> rules = new ArrayList<>();
    try (InputStream file = Silencers.class.getResourceAsStream("silencers.txt")) {
      if (file == null) {
        throw new IllegalStateException("silencers.txt is missing");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher rule = RULE.matcher(line);
        if (rule.matches()) {
          rules.add(
              new Rule(
                  rule.group(1).equals("+") ? HunkLine.Kind.ADDED : HunkLine.Kind.REMOVED,
                  rule.group(2),
                  Pattern.compile(rule.group(3))));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          throw new IllegalStateException("silencers.txt: not a rule: " + line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(rules);
  }
}
