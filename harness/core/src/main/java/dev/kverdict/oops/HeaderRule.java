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
import org.jspecify.annotations.Nullable;

/**
 * A rule of headers.txt.
 *
 * @param where the rule's file and line
 * @param family the family of the report
 * @param type the type of the crash
 * @param start the literal start of the line
 * @param rest the rest of the line
 * @param groups the named groups of {@code rest}
 * @param titles the title and then the alternative titles, with placeholders
 * @param cutTitle the title of a report that lacks what the others need, or null
 */
record HeaderRule(
    String where,
    Family family,
    CrashType type,
    String start,
    Pattern rest,
    Set<String> groups,
    List<String> titles,
    @Nullable String cutTitle) {

  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-z]+)>");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)\\}");

  /** Prefix of the title of a cut report. */
  private static final String CUT = "~";

  /**
   * Placeholders filled from the lines after the header: how memory was accessed, what could not be
   * handled, and the message itself.
   */
  static final Set<String> FILLED_BY_REPORT = Set.of("access", "fault", "message");

  HeaderRule {
    groups = Set.copyOf(groups);
    titles = List.copyOf(titles);
  }

  /** Reads and checks a rule. */
  static HeaderRule of(RuleFile.Row row, CrashType type) {
    String start = row.fields().get(1);
    if (row.fields().size() < 4) {
      throw row.wrong("has no title");
    }
    Pattern rest = row.pattern(2);
    Set<String> groups = new HashSet<>();
    GROUP.matcher(rest.pattern()).results().forEach(m -> groups.add(m.group(1)));
    List<String> all = new ArrayList<>(row.fields().subList(3, row.fields().size()));
    for (String title : all) {
      PLACEHOLDER
          .matcher(title)
          .results()
          .map(m -> m.group(1))
          .filter(name -> !groups.contains(name) && !FILLED_BY_REPORT.contains(name))
          .filter(name -> !name.equals("f"))
          .findAny()
          .ifPresent(
              name -> {
                throw row.wrong("no group or report fills {" + name + "}");
              });
    }
    if (start.isEmpty() || start.charAt(0) > '~') {
      throw row.wrong("a header starts with an ASCII character");
    }
    List<String> titles = all.stream().filter(title -> !title.startsWith(CUT)).toList();
    String cut =
        all.stream().filter(title -> title.startsWith(CUT)).findFirst().orElse(CUT).substring(1);
    return new HeaderRule(
        row.where(),
        row.constant(0, Family.class, "family"),
        type,
        start,
        rest,
        groups,
        titles,
        cut.isEmpty() ? null : cut);
  }

  /** Returns whether the title contains the frame's function. */
  boolean namesFrame() {
    return titles.get(0).contains("{f}");
  }

  /**
   * Returns whether it takes any text behind a word that others write, too: a line of its kind
   * proves nothing about who wrote it.
   */
  boolean catchesAll() {
    return family == Family.NOTICE && titles.get(0).endsWith(": {text}");
  }

  /** Returns the header if the text matches this rule. */
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
