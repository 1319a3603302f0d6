package dev.kverdict.debian;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One version of a package, as printed by {@code apt-cache show} (deb822(5), deb-control(5)).
 *
 * @param name the package's name
 * @param version its version
 * @param depends its dependencies, with only the first of alternatives
 */
record AptRecord(String name, String version, List<Dependency> depends) {

  /** Far longer than the names of kernel packages; anything else is ignored. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.+-]{1,200}");

  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+~:-]{0,200}");
  private static final Pattern DEPENDENCY =
      Pattern.compile("([a-z0-9.+-]+)(?::\\w+)?\\s*(?:\\(\\s*([<>=]+)\\s*([^\\s)]+)\\s*\\))?.*");

  AptRecord {
    depends = List.copyOf(depends);
  }

  /**
   * A dependency.
   *
   * @param name the required package
   * @param exact the required version, empty if others would do
   */
  record Dependency(String name, String exact) {}

  /**
   * Parses the records in an output, which begins with the newest version. Versions that are
   * installed but in no archive are omitted: they have no file name.
   */
  static List<AptRecord> read(List<String> lines) {
    List<AptRecord> records = new ArrayList<>();
    List<String> stanza = new ArrayList<>();
    for (String line : lines) {
      if (line.isBlank()) {
        one(stanza).ifPresent(records::add);
        stanza.clear();
      } else {
        stanza.add(line);
      }
    }
    one(stanza).ifPresent(records::add);
    return records;
  }

  private static Optional<AptRecord> one(List<String> stanza) {
    String name = field(stanza, "Package");
    String version = field(stanza, "Version");
    if (!NAME.matcher(name).matches()
        || !VERSION.matcher(version).matches()
        || field(stanza, "Filename").isEmpty()) {
      return Optional.empty();
    }
    List<Dependency> depends = new ArrayList<>();
    for (String part : field(stanza, "Depends").split(",", -1)) {
      Matcher dependency = DEPENDENCY.matcher(part.strip());
      if (dependency.matches() && NAME.matcher(dependency.group(1)).matches()) {
        boolean exact = "=".equals(dependency.group(2));
        depends.add(new Dependency(dependency.group(1), exact ? dependency.group(3) : ""));
      }
    }
    return Optional.of(new AptRecord(name, version, depends));
  }

  private static String field(List<String> stanza, String name) {
    return stanza.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
