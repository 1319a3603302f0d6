package dev.kverdict.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of a kernel's source as its Kconfig files describe them for x86, as far as it takes
 * to explain why one has another value than was asked for
 * (Documentation/kbuild/kconfig-language.rst).
 */
public final class Kconfig {

  private static final Pattern ENTRY = Pattern.compile("(?:menu)?config\\s+(\\w+)");
  private static final Pattern SOURCE = Pattern.compile("([or]*source)\\s+\"?([^\"]+?)\"?");
  private static final Pattern PROMPT =
      Pattern.compile("(?:bool|tristate|int|hex|string|prompt)\\s+[\"'].*[\"'](?:\\s+if\\s+(.*))?");
  private static final Pattern SELECT = Pattern.compile("select\\s+(\\w+).*");
  private static final Pattern DEFAULT = Pattern.compile("(?:def_bool|def_tristate)\\s+(.*)");

  /** A kernel has about 1,600 of these files. */
  private static final int MOST_FILES = 10_000;

  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_NESTED = 50;
  private static final int LONGEST = 300;

  private final Path root;
  private final Map<String, List<Definition>> definitions = new TreeMap<>();
  private final Deque<List<String>> around = new ArrayDeque<>();

  /** What {@code depends on} adds to: the last entry, or the last frame around entries. */
  private List<String> conditions = new ArrayList<>();

  private @Nullable Definition current;
  private int files;

  /** One of the places that define an option. */
  private static final class Definition {
    private final List<String> conditions;
    private final List<String> selects = new ArrayList<>();
    private final List<String> defaults = new ArrayList<>();
    private boolean prompt;
    private String promptIf = "";

    Definition(List<String> conditions) {
      this.conditions = conditions;
    }
  }

  private Kconfig(Path root) {
    this.root = root;
  }

  /** Reads the files of a source from {@code Kconfig} at its root on. */
  public static Kconfig read(Path source) throws IOException {
    Kconfig kconfig = new Kconfig(source);
    kconfig.read(source.resolve("Kconfig"), 0);
    return kconfig;
  }

  /** Returns whether the source has an option. */
  boolean knows(String name) {
    return definitions.containsKey(name);
  }

  /** Returns whether a person can choose an option, as far as this source knows it. */
  public boolean chosen(String name) {
    List<Definition> places = definitions.getOrDefault(name, List.of());
    return places.isEmpty() || places.stream().anyMatch(place -> place.prompt);
  }

  private void read(Path file, int depth) throws IOException {
    Path path = file.normalize();
    if (depth > MOST_NESTED
        || ++files > MOST_FILES
        || !path.startsWith(root.normalize())
        || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        || Files.size(path) > MOST_BYTES) {
      return;
    }
    List<String> lines = Files.readAllLines(path, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < lines.size(); i++) {
      StringBuilder line = new StringBuilder(lines.get(i));
      while (line.toString().endsWith("\\") && i + 1 < lines.size()) {
        line.setLength(line.length() - 1);
        line.append(lines.get(++i));
      }
      String text = line.toString().strip().replaceFirst("^---help---$", "help");
      if (text.equals("help")) {
        i = endOfHelp(lines, i);
      } else if (!text.isEmpty() && !text.startsWith("#")) {
        statement(text, path, depth);
      }
    }
  }

  /** A help text ends before the first line that is indented less than its first one. */
  private static int endOfHelp(List<String> lines, int help) {
    int indent = -1;
    for (int i = help + 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      int own = indentation(lines.get(i));
      if (own == 0 || own < indent) {
        return i - 1;
      }
      indent = indent < 0 ? own : indent;
    }
    return lines.size();
  }

  private static int indentation(String line) {
    int column = 0;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '\t') {
        column = (column / 8 + 1) * 8;
      } else if (line.charAt(i) == ' ') {
        column++;
      } else {
        break;
      }
    }
    return column;
  }

  private void statement(String text, Path file, int depth) throws IOException {
    Matcher entry = ENTRY.matcher(text);
    Matcher source = SOURCE.matcher(text);
    String word = text.split("[\\s(]", 2)[0];
    if (entry.matches()) {
      List<String> all = new ArrayList<>();
      around.descendingIterator().forEachRemaining(all::addAll);
      conditions = all;
      current = new Definition(all);
      definitions.computeIfAbsent(entry.group(1), name -> new ArrayList<>()).add(current);
    } else if (source.matches()) {
      String name = source.group(2).replaceAll("\\$\\(?SRCARCH\\)?", "x86");
      current = null;
      boolean relative = source.group(1).matches("o?rsource");
      read(relative ? file.resolveSibling(name) : root.resolve(name), depth + 1);
    } else if (word.equals("if")) {
      push(List.of(text.substring(2).strip()));
    } else if (word.equals("menu") || word.equals("choice")) {
      push(List.of());
    } else if (word.matches("end(if|menu|choice)")) {
      around.poll();
      current = null;
      conditions = new ArrayList<>();
    } else if (word.equals("comment")) {
      current = null;
      conditions = new ArrayList<>();
    } else {
      attribute(text);
    }
  }

  private void push(List<String> frame) {
    current = null;
    conditions = new ArrayList<>(frame);
    around.push(conditions);
  }

  private void attribute(String text) {
    if (text.startsWith("depends on ")) {
      conditions.add(text.substring("depends on ".length()).strip());
    }
    Definition definition = current;
    if (definition == null) {
      return;
    }
    Matcher prompt = PROMPT.matcher(text);
    Matcher select = SELECT.matcher(text);
    Matcher value = DEFAULT.matcher(text);
    if (prompt.matches()) {
      definition.prompt = true;
      definition.promptIf = prompt.group(1) == null ? "" : prompt.group(1);
    } else if (select.matches()) {
      definition.selects.add(select.group(1));
    } else if (value.matches()) {
      definition.defaults.add(value.group(1));
    }
  }

  /**
   * Explains why an option did not get a value.
   *
   * @param asked the value that was asked for
   * @param got the final configuration: values by option name
   */
  public String explain(String option, String asked, Map<String, String> got) {
    List<Definition> places = definitions.getOrDefault(option, List.of());
    if (places.isEmpty()) {
      return "this source has no such option";
    }
    if (asked.equals("n")) {
      TreeSet<String> selectors = new TreeSet<>();
      definitions.forEach(
          (name, all) -> {
            if (!got.getOrDefault(name, "n").equals("n")
                && all.stream().anyMatch(place -> place.selects.contains(option))) {
              selectors.add(name);
            }
          });
      if (!selectors.isEmpty()) {
        return "it is selected by " + String.join(", ", selectors);
      }
    }
    TreeSet<String> unmet = new TreeSet<>();
    for (Definition place : places) {
      for (String condition : place.conditions) {
        for (String part : KconfigExpression.unmet(condition, got)) {
          unmet.add(described(part, got));
        }
      }
    }
    if (!unmet.isEmpty()) {
      return "it depends on " + String.join(", and on ", unmet);
    }
    Definition place = places.get(0);
    if (places.stream().noneMatch(one -> one.prompt)) {
      return "it cannot be asked for: other options select it";
    }
    List<String> hidden = KconfigExpression.unmet(place.promptIf, got);
    return hidden.isEmpty()
        ? "all its dependencies are met; another option decides it"
        : "it can be asked for only with " + described(String.join(" && ", hidden), got);
  }

  private String described(String condition, Map<String, String> got) {
    if (!KconfigExpression.isSymbol(condition)) {
      return cut(condition) + " [" + KconfigExpression.valuesIn(condition, got) + "]";
    }
    List<Definition> places = definitions.getOrDefault(condition, List.of());
    if (places.isEmpty()) {
      return condition + ", which this source does not have";
    }
    return places.stream().anyMatch(place -> place.prompt) || places.get(0).defaults.isEmpty()
        ? condition + ", not set"
        : condition + ", not set, which would take " + cut(places.get(0).defaults.get(0));
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
