package dev.kverdict.kernel;

import dev.kverdict.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packages that a stock kernel and its modules come from, all of one version: modules built
 * from another version's source or headers would be another kernel's.
 *
 * @param release {@code uname -r}, such as {@code 6.1.0-56-amd64}
 * @param version the version of all of them
 * @param image the kernel without Debian's signature, with its modules
 * @param headers headers, configuration and symbol versions of the flavour
 * @param common headers that the flavours share
 * @param kbuild the build's scripts and host programs
 * @param source the package with the source archive
 */
record DistroPackages(
    String release,
    String version,
    String image,
    String headers,
    String common,
    String kbuild,
    String source) {

  private static final String IMAGE = "linux-image-";
  private static final Pattern SERIES = Pattern.compile("(\\d{1,3}\\.\\d{1,3})(\\..*|-.*)?");

  /** Where packages are looked up: names in, all known versions of them out. */
  interface Archive extends Function<List<String>, List<AptRecord>> {}

  /**
   * Finds the packages of an image.
   *
   * @param asked an image package, or one that only depends on the newest
   * @throws UserError when one is missing, or not there in the version of the image
   */
  static DistroPackages resolve(String asked, Archive archive) {
    AptRecord named =
        archive.apply(List.of(asked)).stream()
            .filter(found -> found.name().equals(asked))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        "image package " + asked,
                        "apt knows no such package",
                        "check the name, or refresh apt's lists: apt-get update"));
    String version = named.version();
    String image =
        named.depends().stream()
            .filter(one -> one.name().startsWith(IMAGE) && one.exact().equals(version))
            .map(AptRecord.Dependency::name)
            .findFirst()
            .orElse(asked);
    String release = image.substring(IMAGE.length()).replaceFirst("-unsigned$", "");
    Matcher series = SERIES.matcher(version);
    if (!series.matches()) {
      throw new UserError(
          "image package " + asked, "has no kernel's version: " + version, "name another");
    }
    String unsigned = IMAGE + release + "-unsigned";
    String headers = "linux-headers-" + release;
    String source = "linux-source-" + series.group(1);
    List<AptRecord> found = new ArrayList<>(archive.apply(List.of(unsigned, headers, source)));
    String common = needed(found, headers, version, "linux-headers-", asked);
    String kbuild = needed(found, headers, version, "linux-kbuild-", asked);
    found.addAll(archive.apply(List.of(common, kbuild)));
    requireOneVersion(asked, version, List.of(unsigned, headers, common, kbuild, source), found);
    return new DistroPackages(release, version, unsigned, headers, common, kbuild, source);
  }

  private static String needed(
      List<AptRecord> found, String headers, String version, String prefix, String asked) {
    return found.stream()
        .filter(one -> one.name().equals(headers) && one.version().equals(version))
        .flatMap(one -> one.depends().stream())
        .map(AptRecord.Dependency::name)
        .filter(name -> name.startsWith(prefix))
        .findFirst()
        .orElseThrow(() -> differ(asked, version, Map.of(headers, versions(found, headers))));
  }

  private static void requireOneVersion(
      String asked, String version, List<String> names, List<AptRecord> found) {
    Map<String, List<String>> others = new LinkedHashMap<>();
    for (String name : names) {
      List<String> known = versions(found, name);
      if (!known.contains(version)) {
        others.put(name, known);
      }
    }
    if (!others.isEmpty()) {
      throw differ(asked, version, others);
    }
  }

  private static List<String> versions(List<AptRecord> found, String name) {
    return found.stream()
        .filter(one -> one.name().equals(name))
        .map(AptRecord::version)
        .distinct()
        .toList();
  }

  private static UserError differ(String asked, String version, Map<String, List<String>> others) {
    List<String> words = new ArrayList<>();
    others.forEach(
        (name, known) ->
            words.add(name + " " + (known.isEmpty() ? "is not there" : String.join(", ", known))));
    return new UserError(
        "image package " + asked,
        "its version is %s, but %s".formatted(version, String.join("; ", words)),
        "refresh apt's lists (apt-get update), or name an image whose headers and source are"
            + " there in the same version");
  }

  /** Every package by the name that {@code apt-get download} takes. */
  List<String> binaries() {
    return java.util.stream.Stream.of(image, headers, common, kbuild).map(this::exactly).toList();
  }

  /** A package in this version. */
  String exactly(String name) {
    return name + "=" + version;
  }
}
