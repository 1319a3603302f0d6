package dev.kverdict.oops;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fills in the titles of a rule, so that the same bug always has the same title.
 *
 * @param header what opened the report
 * @param function the chosen function
 * @param reported what else the report says, by placeholder
 */
record CrashTitle(Header header, Optional<String> function, Map<String, String> reported) {

  /** The conventional limit, in characters. */
  private static final int MAX_LENGTH = 120;

  /** Replaces the function if a report lacks the one it should have. */
  private static final String NO_FUNCTION = "corrupted";

  private static final Pattern NOT_ASCII = Pattern.compile("[^\\x20-\\x7e]");
  private static final Pattern SPACES = Pattern.compile(" {2,}");
  private static final Pattern NAME_DOT_PID =
      Pattern.compile("(?<!\\.)\\b([a-z][\\w-]*)\\.\\d+\\b");
  private static final Pattern ADDRESS =
      Pattern.compile("\\b(?:0x[0-9a-f]+|(?=[a-f]*\\d)[0-9a-f]{8,}|[0-9a-f]{16})\\b");

  /** An offset within a function, and the function's module. */
  private static final Pattern PLACE =
      Pattern.compile("(?<=\\w)\\+0x[0-9a-f]+/0x[0-9a-f]+(?: \\[[\\w-]+\\])?");

  /** The digest in the name of a BPF program: kernel/bpf/core.c. */
  private static final Pattern DIGEST = Pattern.compile("(?<=_)[0-9a-f]{16}(?=_|$)");

  /** Also at the end of a name, if it is too long to be one of few. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<!\\w)\\d+(?!\\w)|(?<=[A-Za-z])\\d{6,}(?!\\w)");

  /** An unfilled placeholder other than the function's. */
  private static final Pattern UNFILLED = Pattern.compile(" ?\\{(?!f\\})[a-z]+\\}");

  CrashTitle {
    reported = Map.copyOf(reported);
  }

  String title() {
    String cut = header.rule().cutTitle();
    if (cut != null && lacks(cut)) {
      return fill(cut, Optional.empty());
    }
    return fill(header.rule().titles().get(0), function.map(this::conventional));
  }

  /**
   * Returns whether the report lacks what its title needs: how memory was accessed, if the header's
   * own function stands in the title of a cut report, and otherwise the frame's function.
   */
  private boolean lacks(String cut) {
    return cut.contains("{function}") ? !reported.containsKey("access") : function.isEmpty();
  }

  /** Returns a function's name in titles of this kind of report. */
  private String conventional(String name) {
    return switch (header.family()) {
      case HANG -> FrameRules.hangsIn(name).orElse(Symbol.folded(name));
      case STALL, GRACE -> FrameRules.stallsIn(name).orElse(Symbol.folded(name));
      default -> Symbol.folded(name);
    };
  }

  /** Returns the title and the others. */
  List<String> all() {
    return Stream.concat(Stream.of(title()), alternatives().stream()).toList();
  }

  /** Returns the other titles: the rule's, each also with the function's unfolded name. */
  List<String> alternatives() {
    Set<String> others = new LinkedHashSet<>();
    if (function.isPresent() || !needs("{f}")) {
      for (String template : header.rule().titles()) {
        others.add(fill(template, function.map(this::conventional)));
        function.stream()
            .flatMap(name -> Symbol.names(name).stream())
            .forEach(name -> others.add(fill(template, Optional.of(name))));
      }
    }
    others.remove(title());
    return List.copyOf(others);
  }

  /** Returns whether the title needs something that the report lacks. */
  boolean incomplete() {
    return (needs("{f}") && function.isEmpty())
        || HeaderRule.FILLED_BY_REPORT.stream()
            .anyMatch(name -> needs("{" + name + "}") && !reported.containsKey(name));
  }

  private boolean needs(String placeholder) {
    return header.rule().titles().get(0).contains(placeholder);
  }

  private String fill(String template, Optional<String> name) {
    String text = template;
    for (Map<String, String> values : List.of(header.values(), reported)) {
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("{" + value.getKey() + "}", masked(value.getValue()));
      }
    }
    text = UNFILLED.matcher(text).replaceAll("");
    text = text.replace("{f}", name.map(CrashTitle::named).orElse(NO_FUNCTION));
    text = NOT_ASCII.matcher(text).replaceAll("");
    text = SPACES.matcher(text).replaceAll(" ").strip();
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH).strip();
  }

  /** Returns a function as titles name it: without what differs from run to run. */
  static String named(String function) {
    return DIGEST.matcher(function).replaceAll("ADDR");
  }

  /** Masks what differs between runs: offsets, addresses, numbers, pids. */
  static String masked(String text) {
    String masked = PLACE.matcher(text).replaceAll("");
    masked = NAME_DOT_PID.matcher(masked).replaceAll("$1");
    masked = ADDRESS.matcher(masked).replaceAll("ADDR");
    return NUMBER.matcher(masked).replaceAll("NUM");
  }
}
