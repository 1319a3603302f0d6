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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares a final configuration with the requested one: {@code olddefconfig} silently drops an
 * option with an unmet dependency.
 */
public final class ConfigCheck {

  /** The first lines of a {@code .config} (scripts/kconfig/confdata.c). */
  private static final Pattern RELEASE =
      Pattern.compile("(?m)^# (Linux)/\\S+ (\\S+) Kernel Configuration$");

  private static final Pattern COMPILER =
      Pattern.compile("(?m)^CONFIG_CC_VERSION_TEXT=\".*?(gcc|clang).*?([0-9]+\\.[0-9.]+)\"?.*$");

  /** Options that a guest is better off with and can do without; older than 5.13 has no source. */
  private static final Set<String> WHERE_KNOWN = Set.of("PVPANIC_PCI");

  private ConfigCheck() {}

  /** Reads a fragment or configuration: values by option name without prefix, n if unset. */
  public static Map<String, String> options(Path file) throws IOException {
    return new ConfigFragment(file.toString(), Files.readString(file, StandardCharsets.UTF_8))
        .options();
  }

  /**
   * Throws unless every option survived. Of several fragments that name an option the last counts.
   *
   * @param config the final configuration
   * @param source the source whose Kconfig files explain what is missing
   * @throws UserError naming for each lost option who asked for it, its final value, and its unmet
   *     dependencies
   */
  public static void require(List<ConfigFragment> fragments, Path config, Path source)
      throws IOException {
    Map<String, String> asked = new LinkedHashMap<>();
    Map<String, String> by = new HashMap<>();
    for (ConfigFragment fragment : fragments) {
      fragment
          .options()
          .forEach(
              (name, value) -> {
                asked.put(name, value);
                by.put(name, fragment.name());
              });
    }
    String text = Files.readString(config, StandardCharsets.ISO_8859_1);
    Map<String, String> got = new ConfigFragment("", text).options();
    List<String> lost = new ArrayList<>();
    @Nullable Kconfig kconfig = null;
    for (Map.Entry<String, String> option : asked.entrySet()) {
      String name = option.getKey();
      String value = got.getOrDefault(name, "n");
      if (!value.equals(option.getValue())) {
        kconfig = kconfig == null ? Kconfig.read(source) : kconfig;
        if (WHERE_KNOWN.contains(name) && !kconfig.knows(name)) {
          continue;
        }
        lost.add(
            "%s: CONFIG_%s is %s in the final .config of %s: %s"
                .formatted(
                    by.get(name),
                    name,
                    value.equals("n") ? "not set" : value + ", not " + option.getValue(),
                    kernel(text),
                    kconfig.explain(name, option.getValue(), got)));
      }
    }
    if (!lost.isEmpty()) {
      throw new UserError(
          "kernel configuration",
          String.join("; ", lost),
          "add the missing options too, or ask for values that the kernel supports");
    }
  }

  /** Returns which kernel a configuration is for: {@code Linux 6.1.176 with gcc 12.2.0}. */
  private static String kernel(String config) {
    Matcher release = RELEASE.matcher(config);
    Matcher compiler = COMPILER.matcher(config);
    return (release.find() ? release.group(1) + " " + release.group(2) : "this kernel")
        + (compiler.find() ? " with " + compiler.group(1) + " " + compiler.group(2) : "");
  }
}
