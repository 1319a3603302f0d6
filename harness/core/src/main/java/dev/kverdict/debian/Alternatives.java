package dev.kverdict.debian;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Links such as {@code /usr/bin/awk}, which a package makes only when it is configured: its script
 * {@code postinst} calls update-alternatives(1). It is read, not run. Calls with variables in them
 * are ignored.
 */
final class Alternatives {

  private static final String FILE = "(/[A-Za-z0-9._/+-]+)";
  private static final String NAME = "[A-Za-z0-9._+-]+";

  /** A call, in one line. */
  private static final Pattern INSTALL =
      Pattern.compile(
          "--install\\s+%s\\s+%s\\s+%s\\s+([0-9]{1,9})(?![0-9])([^;&|]*)"
              .formatted(FILE, NAME, FILE));

  /** A link that goes with it. */
  private static final Pattern SLAVE =
      Pattern.compile("--slave\\s+%s\\s+%s\\s+%s".formatted(FILE, NAME, FILE));

  private final Map<String, String> links = new TreeMap<>();
  private final Map<String, Integer> priorities = new HashMap<>();

  /** Reads the calls in a script. */
  void read(List<String> script) {
    String text =
        script.stream()
            .map(String::strip)
            .map(line -> line.endsWith("\\") ? line.substring(0, line.length() - 1) : line + "\n")
            .collect(Collectors.joining(" "));
    for (String line : text.split("\n", -1)) {
      Matcher call = INSTALL.matcher(line);
      if (!line.contains("update-alternatives") || !call.find()) {
        continue;
      }
      int priority = Integer.parseInt(call.group(3));
      add(call.group(1), call.group(2), priority);
      Matcher slave = SLAVE.matcher(call.group(4));
      while (slave.find()) {
        add(slave.group(1), slave.group(2), priority);
      }
    }
  }

  private void add(String link, String file, int priority) {
    if (link.contains("..") || file.contains("..")) {
      return;
    }
    if (priority > priorities.getOrDefault(link, -1)) {
      links.put(link, file);
      priorities.put(link, priority);
    }
  }

  /** Returns the links of the highest priority, and what they point to. */
  Map<String, String> links() {
    return Map.copyOf(links);
  }
}
