package dev.kverdict.oops;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Fills the titles of a rule, so that the same bug has the same title every time. */
final class CrashTitle {

  /** The field's limit, in characters. */
  private static final int MAX_LENGTH = 120;

  /** What stands for the function of a report that should have one and has not. */
  private static final String NO_FUNCTION = "corrupted";

  private static final Pattern NOT_ASCII = Pattern.compile("[^\\x20-\\x7e]");
  private static final Pattern SPACES = Pattern.compile(" {2,}");
  private static final Pattern NAME_DOT_PID = Pattern.compile("\\b([a-z][\\w-]*)\\.\\d+\\b");
  private static final Pattern ADDRESS =
      Pattern.compile("\\b(?:0x[0-9a-f]+|(?=[a-f]*\\d)[0-9a-f]{8,}|[0-9a-f]{16})\\b");

  /** A place within a function, and the module that the function is in. */
  private static final Pattern PLACE =
      Pattern.compile("(?<=\\w)\\+0x[0-9a-f]+/0x[0-9a-f]+(?: \\[[\\w-]+\\])?");

  /** The digest in the name of a program that the kernel compiled: kernel/bpf/core.c. */
  private static final Pattern DIGEST = Pattern.compile("(?<=_)[0-9a-f]{16}(?=_|$)");

  private static final Pattern NUMBER = Pattern.compile("(?<!\\w)\\d+(?!\\w)");

  /** A placeholder that nothing filled, other than the function's. */
  private static final Pattern NOT_TOLD = Pattern.compile(" ?\\{(?!f\\})[a-z]+\\}");

  private final Header header;
  private final Optional<String> function;
  private final Map<String, String> told;

  /**
   * @param header what opened the report
   * @param function the chosen function
   * @param told what else the report says, by placeholder
   */
  CrashTitle(Header header, Optional<String> function, Map<String, String> told) {
    this.header = header;
    this.function = function;
    this.told = Map.copyOf(told);
  }

  String title() {
    String cut = header.rule().cutTitle();
    if (cut != null && function.isEmpty()) {
      return fill(cut, function);
    }
    return fill(header.rule().titles().get(0), function.map(Symbol::folded));
  }

  /** The other names: the rule's, and all of them once more with the function's unfolded name. */
  List<String> alternatives() {
    Set<String> others = new LinkedHashSet<>();
    if (function.isPresent() || !needs("{f}")) {
      for (String template : header.rule().titles()) {
        others.add(fill(template, function.map(Symbol::folded)));
        others.add(fill(template, function));
      }
    }
    others.remove(title());
    return List.copyOf(others);
  }

  /** Whether the title should have something that the report did not tell. */
  boolean incomplete() {
    return (needs("{f}") && function.isEmpty())
        || HeaderRule.TOLD_BY_REPORT.stream()
            .anyMatch(name -> needs("{" + name + "}") && !told.containsKey(name));
  }

  private boolean needs(String placeholder) {
    return header.rule().titles().get(0).contains(placeholder);
  }

  private String fill(String template, Optional<String> name) {
    String text = template;
    for (Map<String, String> values : List.of(header.values(), told)) {
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("{" + value.getKey() + "}", masked(value.getValue()));
      }
    }
    text = NOT_TOLD.matcher(text).replaceAll("");
    String named = DIGEST.matcher(name.orElse(NO_FUNCTION)).replaceAll("ADDR");
    text = NOT_ASCII.matcher(text.replace("{f}", named)).replaceAll("");
    text = SPACES.matcher(text).replaceAll(" ").strip();
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH).strip();
  }

  /** Without what differs from run to run: offsets, addresses, numbers, pids. */
  static String masked(String text) {
    String masked = PLACE.matcher(text).replaceAll("");
    masked = NAME_DOT_PID.matcher(masked).replaceAll("$1");
    masked = ADDRESS.matcher(masked).replaceAll("ADDR");
    return NUMBER.matcher(masked).replaceAll("NUM");
  }
}
