package dev.kverdict.debian;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the versions of a stock kernel in an archive, and what each of them lacks. An archive adds
 * and removes the packages of a version at different times.
 */
final class StockSets {

  private final Archive archive;
  private final Map<String, Set<String>> there = new HashMap<>();
  private final List<AptRecord> headers = new ArrayList<>();

  private StockSets(Archive archive) {
    this.archive = archive;
  }

  /**
   * A version and its state.
   *
   * @param packages all its packages, if complete
   * @param missing the missing ones otherwise
   */
  record Rated(String version, Optional<DistroPackages> packages, List<String> missing) {
    Rated {
      missing = List.copyOf(missing);
    }
  }

  /**
   * Returns all versions, newest first.
   *
   * @param images the images to consider
   * @param signed images by the version of the signed image or meta package
   * @param sources source packages whose versions are considered even without an image
   * @param flavour the images' flavour
   */
  static List<Rated> of(
      Archive archive,
      Collection<ImageName> images,
      Map<String, ImageName> signed,
      Collection<String> sources,
      String flavour) {
    StockSets sets = new StockSets(archive);
    sets.look(images, signed.keySet());
    Map<DebianVersion, List<ImageName>> versions =
        new TreeMap<>(Comparator.<DebianVersion>reverseOrder().thenComparing(v -> v.toString()));
    signed.forEach((version, image) -> sets.add(versions, version));
    for (String source : sources) {
      sets.note(archive.show(List.of(source)));
      sets.versions(source).forEach(version -> sets.add(versions, version));
    }
    for (ImageName image : images) {
      for (String version : sets.versions(image.unsigned())) {
        sets.add(versions, version).add(image);
      }
    }
    List<Rated> rated = new ArrayList<>();
    versions.forEach(
        (version, of) -> rated.add(sets.rate(version.toString(), of, signed, flavour)));
    return rated;
  }

  private List<ImageName> add(Map<DebianVersion, List<ImageName>> versions, String version) {
    return versions.computeIfAbsent(new DebianVersion(version), v -> new ArrayList<>());
  }

  private Set<String> versions(String name) {
    return there.getOrDefault(name, Set.of());
  }

  private void note(List<AptRecord> records) {
    for (AptRecord record : records) {
      there.computeIfAbsent(record.name(), name -> new TreeSet<>()).add(record.version());
    }
  }

  private void look(Collection<ImageName> images, Collection<String> alsoVersions) {
    note(archive.show(images.stream().map(ImageName::unsigned).toList()));
    headers.addAll(archive.show(images.stream().map(ImageName::headers).toList()));
    note(headers);
    note(
        archive.show(
            headers.stream()
                .flatMap(one -> one.depends().stream())
                .map(AptRecord.Dependency::name)
                .filter(name -> name.matches("linux-(headers|kbuild)-.*"))
                .distinct()
                .toList()));
    Stream.concat(
            images.stream().flatMap(image -> versions(image.unsigned()).stream()),
            alsoVersions.stream())
        .flatMap(version -> ImageName.series(version).stream())
        .distinct()
        .forEach(series -> note(archive.show(List.of(source(series)))));
  }

  private static String source(String series) {
    return "linux-source-" + series;
  }

  private Rated rate(
      String version, List<ImageName> images, Map<String, ImageName> signed, String flavour) {
    List<String> missing =
        List.of(
            Optional.ofNullable(signed.get(version))
                .map(ImageName::unsigned)
                .orElse("an image of flavour " + flavour));
    for (ImageName image : images) {
      DistroPackages set = set(image, version);
      missing =
          Stream.of(set.headers(), set.common(), set.kbuild(), set.source())
              .filter(name -> !name.isEmpty() && !versions(name).contains(version))
              .toList();
      if (missing.isEmpty()) {
        return new Rated(version, Optional.of(set), List.of());
      }
    }
    return new Rated(version, Optional.empty(), missing);
  }

  /** Returns the names of an image's packages; empty if only its missing headers name them. */
  private DistroPackages set(ImageName image, String version) {
    return new DistroPackages(
        image.release(),
        version,
        image.unsigned(),
        image.headers(),
        needed(image, version, "linux-headers-"),
        needed(image, version, "linux-kbuild-"),
        source(ImageName.series(version).orElse("")));
  }

  private String needed(ImageName image, String version, String prefix) {
    return headers.stream()
        .filter(one -> one.name().equals(image.headers()) && one.version().equals(version))
        .flatMap(one -> one.depends().stream())
        .map(AptRecord.Dependency::name)
        .filter(name -> name.startsWith(prefix))
        .findFirst()
        .orElse("");
  }
}
