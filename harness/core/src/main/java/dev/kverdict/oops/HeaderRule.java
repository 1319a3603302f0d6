package dev.kverdict.oops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A rule of headers.txt.
 *
 * @param family what the header opens
 * @param start how the line starts, literally
 * @param rest the rest of the line
 * @param groups the named groups of {@code rest}
 * @param titles the title and then the alternative titles, with placeholders
 */
record HeaderRule(
    Family family, String start, Pattern rest, Set<String> groups, List<String> titles) {

  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-z]+)>");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)\\}");

  /** The placeholders that the report fills, not the header. */
  private static final Set<String> OF_REPORT = Set.of("f", "access");

  HeaderRule {
    groups = Set.copyOf(groups);
    titles = List.copyOf(titles);
  }

  /** Reads and checks a rule. */
  static HeaderRule of(RuleFile.Row row) {
    String start = row.fields().get(1);
    Pattern rest;
    try {
      rest = Pattern.compile(row.fields().get(2));
    } catch (PatternSyntaxException e) {
      throw row.wrong(e.getDescription());
    }
    Set<String> groups = new HashSet<>();
    GROUP.matcher(rest.pattern()).results().forEach(m -> groups.add(m.group(1)));
    List<String> titles = new ArrayList<>(row.fields().subList(3, row.fields().size()));
    for (String title : titles) {
      PLACEHOLDER
          .matcher(title)
          .results()
          .map(m -> m.group(1))
          .filter(name -> !groups.contains(name) && !OF_REPORT.contains(name))
          .findAny()
          .ifPresent(
              name -> {
                throw row.wrong("nothing fills {" + name + "}");
              });
    }
    if (start.isEmpty() || start.charAt(0) > '~') {
      throw row.wrong("a header starts with an ASCII character");
    }
    return new HeaderRule(Family.of(row), start, rest, groups, titles);
  }

  /** Whether the title has the frame's function. */
  boolean namesFrame() {
    return titles.get(0).contains("{f}");
  }

  /** The header, if the text is one by this rule. */
  Optional<Header> match(String text) {
    if (!text.startsWith(start)) {
      return Optional.empty();
    }
    Matcher matcher = rest.matcher(text).region(start.length(), text.length());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (String group : groups) {
      String value = matcher.group(group);
      if (value != null) {
        values.put(group, value);
      }
    }
    return Optional.of(new Header(this, values));
  }
}
