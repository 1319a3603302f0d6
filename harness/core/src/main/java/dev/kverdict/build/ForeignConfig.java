package dev.kverdict.build;

import dev.kverdict.kernel.ConfigFragment;
import dev.kverdict.kernel.Kconfig;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A complete configuration that was made for another source, compiler and host: what of it cannot
 * be built here, and what became of the rest.
 *
 * @param base its options
 */
record ForeignConfig(ConfigFragment base) {

  /** Files with certificates that a distribution has beside the source; without them make fails. */
  private static final List<String> CERTIFICATES =
      List.of("SYSTEM_TRUSTED_KEYS", "SYSTEM_REVOCATION_KEYS");

  private static final String BTF = "DEBUG_INFO_BTF";

  /** Options whose loss changes what a trial can see; they are named first. */
  private static final Pattern SEES =
      Pattern.compile(
          "(K[ACM]SAN|UBSAN|PROVE_|LOCK|DEBUG_|KFENCE|FAULT_|FAIL|DETECT_|KCOV|REF_TRACKER).*");

  /** What Kconfig finds out itself about compilers and architectures. */
  private static final Pattern FACT =
      Pattern.compile("(AS|CC|LD|GCC|CLANG|RUSTC?|TOOLCHAIN|PAHOLE|ARCH|HAVE)_.*");

  /** Lost options that are named in a line for a person, and those that are explained. */
  private static final int NAMED = 12;

  private static final int EXPLAINED = 3;

  /**
   * Returns the lines that take back what only the other host can build, by the reason.
   *
   * @param pahole whether this host has pahole, which makes BTF
   */
  Map<String, String> changes(Path source, boolean pahole) {
    Map<String, String> changes = new LinkedHashMap<>();
    Map<String, String> options = base.options();
    for (String name : CERTIFICATES) {
      String file = options.getOrDefault(name, "\"\"").replace("\"", "");
      if (!file.isEmpty()
          && !Files.isRegularFile(source.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
        changes.put(
            "CONFIG_%s=\"\"".formatted(name),
            "this source has no file %s, which %s names".formatted(file, name));
      }
    }
    if ("y".equals(options.get(BTF)) && !pahole) {
      changes.put("CONFIG_" + BTF + "=n", BTF + " needs pahole, which this host does not have");
    }
    return changes;
  }

  /**
   * Returns the options that are on in it and off in the final configuration, those first that find
   * bugs. What nobody chose, such as the compiler's properties, is left out.
   *
   * @param got the final configuration
   * @param decided options that other parts decided
   */
  List<String> lost(Map<String, String> got, Set<String> decided, Kconfig kconfig) {
    List<String> first = new ArrayList<>();
    List<String> others = new ArrayList<>();
    base.options()
        .forEach(
            (name, value) -> {
              boolean on = value.equals("y") || value.equals("m");
              boolean off = "n".equals(got.getOrDefault(name, "n"));
              boolean wanted = kconfig.chosen(name) && !FACT.matcher(name).matches();
              if (on && off && wanted && !decided.contains(name)) {
                (SEES.matcher(name).matches() ? first : others).add(name);
              }
            });
    first.addAll(others);
    return first;
  }

  /** Returns a line that names lost options, and says why the first ones were lost. */
  String told(List<String> lost, Map<String, String> got, Kconfig kconfig) {
    List<String> named = new ArrayList<>();
    for (String name : lost.subList(0, Math.min(NAMED, lost.size()))) {
      String why =
          named.size() < EXPLAINED
              ? " (" + kconfig.explain(name, base.options().getOrDefault(name, "y"), got) + ")"
              : "";
      named.add(name + why);
    }
    return "%d options of %s are not in this kernel: %s%s"
        .formatted(
            lost.size(),
            base.name(),
            String.join(", ", named),
            lost.size() > NAMED ? " and more, which build.log has" : "");
  }
}
