package dev.kverdict.kernel;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compares a final configuration with the requested one: {@code olddefconfig} silently drops an
 * option with an unmet dependency.
 */
public final class ConfigCheck {

  private static final Pattern SET = Pattern.compile("CONFIG_(\\w+)=(.*)");
  private static final Pattern UNSET = Pattern.compile("# CONFIG_(\\w+) is not set");
  private static final Pattern SYMBOL = Pattern.compile("\\b[A-Z][A-Z0-9_]+\\b");

  private ConfigCheck() {}

  /** Reads a fragment or configuration: values by option name without prefix, n if unset. */
  public static Map<String, String> options(Path file) throws IOException {
    Map<String, String> options = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      Matcher set = SET.matcher(line.strip());
      Matcher unset = UNSET.matcher(line.strip());
      if (set.matches()) {
        options.put(set.group(1), set.group(2));
      } else if (unset.matches()) {
        options.put(unset.group(1), "n");
      }
    }
    return options;
  }

  /**
   * Throws unless every option survived.
   *
   * @throws UserError naming each lost option, its final value, and its unmet dependencies
   */
  public static void require(List<Path> fragments, Path config, Path source) throws IOException {
    Map<String, String> asked = new LinkedHashMap<>();
    Map<String, Path> from = new HashMap<>();
    for (Path fragment : fragments) {
      options(fragment)
          .forEach(
              (name, value) -> {
                asked.put(name, value);
                from.put(name, fragment);
              });
    }
    Map<String, String> got = options(config);
    List<String> lost = new ArrayList<>();
    for (Map.Entry<String, String> option : asked.entrySet()) {
      String value = got.getOrDefault(option.getKey(), "n");
      if (!value.equals(option.getValue())) {
        lost.add(
            "CONFIG_%s=%s (%s) became %s%s"
                .formatted(
                    option.getKey(),
                    option.getValue(),
                    String.valueOf(from.get(option.getKey())),
                    value,
                    dependency(option.getKey(), got, source)));
      }
    }
    if (!lost.isEmpty()) {
      throw new UserError(
          "kernel configuration",
          String.join("; ", lost),
          "add the missing options too, or ask for values that the kernel supports");
    }
  }

  /** Describes the unset symbols in the {@code depends on} lines of an option. */
  private static String dependency(String option, Map<String, String> got, Path source)
      throws IOException {
    Pattern head = Pattern.compile("\\s*(menu)?config " + option + "\\s*");
    List<Path> kconfigs;
    try (Stream<Path> files =
        Files.find(
            source,
            12,
            (path, attributes) -> path.getFileName().toString().startsWith("Kconfig"))) {
      kconfigs = files.toList();
    }
    for (Path kconfig : kconfigs) {
      List<String> lines = Files.readAllLines(kconfig, StandardCharsets.ISO_8859_1);
      for (int i = 0; i < lines.size(); i++) {
        if (head.matcher(lines.get(i)).matches()) {
          return describe(lines.subList(i + 1, lines.size()), got);
        }
      }
    }
    return ": this source has no such option";
  }

  private static String describe(List<String> stanza, Map<String, String> got) {
    List<String> unmet = new ArrayList<>();
    for (String line : stanza) {
      String text = line.strip();
      if (text.matches("(menu)?config \\w+|endmenu|endif.*|menu .*|choice.*|source .*")) {
        break;
      }
      if (text.startsWith("depends on ")) {
        Matcher symbols = SYMBOL.matcher(text);
        while (symbols.find()) {
          if (!got.containsKey(symbols.group()) || "n".equals(got.get(symbols.group()))) {
            unmet.add(symbols.group());
          }
        }
      }
    }
    return unmet.isEmpty()
        ? ": all its direct dependencies are set; an enclosing menu or another option decides it"
        : ": it depends on " + String.join(", ", unmet) + ", not set";
  }
}
