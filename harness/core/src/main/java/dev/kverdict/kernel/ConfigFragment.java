package dev.kverdict.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a kernel's configuration.
 *
 * @param name what errors call it: a word of {@code with:}, or a file
 * @param text its lines, as in a {@code .config}
 */
public record ConfigFragment(String name, String text) {

  private static final Pattern SET = Pattern.compile("CONFIG_(\\w+)=(.*)");
  private static final Pattern UNSET = Pattern.compile("# CONFIG_(\\w+) is not set");

  /** Returns its values by option name without prefix, n if unset. */
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    text.lines()
        .forEach(
            line -> {
              Matcher set = SET.matcher(line.strip());
              Matcher unset = UNSET.matcher(line.strip());
              if (set.matches()) {
                options.put(set.group(1), set.group(2));
              } else if (unset.matches()) {
                options.put(unset.group(1), "n");
              }
            });
    return options;
  }
}
