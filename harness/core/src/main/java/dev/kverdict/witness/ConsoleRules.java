package dev.kverdict.witness;

import dev.kverdict.oops.RuleFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of findings.txt for lines by which a kernel complains without crashing. */
final class ConsoleRules {

  private static final Pattern GROUP = Pattern.compile("\\{(\\w+)}");

  private record Rule(
      ConsoleFinding.Kind kind, String start, Pattern rest, String title, String where) {}

  private static final List<Rule> RULES =
      RuleFile.read(ConsoleRules.class, "findings.txt", 4, 4).stream()
          .map(ConsoleRules::rule)
          .toList();

  private ConsoleRules() {}

  private static Rule rule(RuleFile.Row row) {
    return new Rule(
        row.constant(0, ConsoleFinding.Kind.class, "kind"),
        row.fields().get(1),
        row.pattern(2),
        row.fields().get(3),
        row.where());
  }

  /** Returns the place of each rule, in the file's order. */
  static List<String> names() {
    return RULES.stream().map(Rule::where).toList();
  }

  /** A match, with the place of its rule. */
  record Match(ConsoleFinding finding, String rule) {}

  /** Returns the complaint in a message, by the first rule that matches. */
  static Optional<Match> match(String text, long offset) {
    for (Rule rule : RULES) {
      if (text.startsWith(rule.start())) {
        Matcher rest = rule.rest().matcher(text).region(rule.start().length(), text.length());
        if (rest.matches()) {
          return Optional.of(
              new Match(
                  new ConsoleFinding(rule.kind(), title(rule, rest), text, offset), rule.where()));
        }
      }
    }
    return Optional.empty();
  }

  private static String title(Rule rule, Matcher rest) {
    return GROUP
        .matcher(rule.title())
        .replaceAll(group -> Matcher.quoteReplacement(Masks.of(rest.group(group.group(1)))));
  }
}
