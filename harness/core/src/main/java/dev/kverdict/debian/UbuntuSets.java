package dev.kverdict.debian;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the versions of a kernel in an archive of Ubuntu, and what each of them lacks. Ubuntu has
 * modules and configuration in packages of their own, no package of build scripts, and unlike
 * Debian's its meta packages require no exact version.
 */
final class UbuntuSets {

  private static final String MODULES = "linux-modules-";

  private final Archive archive;
  private final Map<String, Set<String>> there = new HashMap<>();
  private final Map<String, List<AptRecord>> headers = new HashMap<>();

  private UbuntuSets(Archive archive) {
    this.archive = archive;
  }

  /**
   * Returns all versions, newest first; none if the archive has no such kernel of Ubuntu.
   *
   * @param asked an image, or a package that depends on one
   */
  static List<StockSets.Rated> of(Archive archive, String asked) {
    UbuntuSets sets = new UbuntuSets(archive);
    List<StockSets.Rated> rated = new ArrayList<>();
    for (ImageName image : images(archive, asked)) {
      rated.addAll(sets.rated(image));
    }
    rated.sort(
        Comparator.comparing((StockSets.Rated one) -> new DebianVersion(one.version())).reversed());
    return rated;
  }

  /** A meta package depends on its image in any version; one of Debian names the version. */
  private static Collection<ImageName> images(Archive archive, String asked) {
    Optional<ImageName> own = ImageName.of(asked);
    if (own.isPresent()) {
      return List.of(own.get());
    }
    Set<ImageName> images = new LinkedHashSet<>();
    for (AptRecord record : archive.show(List.of(asked))) {
      record.depends().stream()
          .filter(needed -> record.name().equals(asked) && needed.exact().isEmpty())
          .flatMap(needed -> ImageName.of(needed.name()).stream())
          .forEach(images::add);
    }
    return images;
  }

  private List<StockSets.Rated> rated(ImageName image) {
    String modules = MODULES + image.release();
    note(archive.show(List.of(modules)));
    if (versions(modules).isEmpty()) {
      return List.of();
    }
    List<AptRecord> own = archive.show(List.of(image.headers()));
    headers.put(image.headers(), own);
    note(own);
    note(
        archive.show(
            Stream.of(
                    Stream.of(image.ubuntuUnsigned(), image.signed()),
                    Stream.of(MODULES + "extra-" + image.release(), source(image)),
                    own.stream().flatMap(one -> common(one).stream()))
                .flatMap(names -> names)
                .distinct()
                .toList()));
    List<StockSets.Rated> rated = new ArrayList<>();
    for (String version : versions(modules)) {
      rated.add(rate(image, version));
    }
    return rated;
  }

  private StockSets.Rated rate(ImageName image, String version) {
    String modules = MODULES + image.release();
    String extra = MODULES + "extra-" + image.release();
    String kernel = has(image.ubuntuUnsigned(), version) ? image.ubuntuUnsigned() : image.signed();
    String common =
        headers.getOrDefault(image.headers(), List.of()).stream()
            .filter(one -> one.version().equals(version))
            .flatMap(one -> common(one).stream())
            .findFirst()
            .orElse("");
    List<String> missing =
        Stream.of(kernel, image.headers(), common, source(image))
            .filter(name -> !name.isEmpty() && !has(name, version))
            .toList();
    DistroPackages packages =
        new DistroPackages(
            image.release(),
            version,
            kernel,
            image.headers(),
            common,
            "",
            source(image),
            has(extra, version) ? List.of(modules, extra) : List.of(modules));
    return new StockSets.Rated(
        version, missing.isEmpty() ? Optional.of(packages) : Optional.empty(), missing);
  }

  /** Returns the headers that all flavours share: {@code linux-headers-6.8.0-45} or the like. */
  private static Optional<String> common(AptRecord headers) {
    return headers.depends().stream()
        .map(AptRecord.Dependency::name)
        .filter(name -> name.matches("linux-(.*-)?headers-.*"))
        .findFirst();
  }

  private static String source(ImageName image) {
    return "linux-source-" + image.upstream();
  }

  private boolean has(String name, String version) {
    return versions(name).contains(version);
  }

  private Set<String> versions(String name) {
    return there.getOrDefault(name, Set.of());
  }

  private void note(List<AptRecord> records) {
    for (AptRecord record : records) {
      there.computeIfAbsent(record.name(), name -> new TreeSet<>()).add(record.version());
    }
  }
}
