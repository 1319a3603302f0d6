package dev.kverdict.debian;

import dev.kverdict.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request for a stock kernel by a package: an image means that release only; a meta package means
 * the newest complete version of its flavour and series, even if it does not depend on that yet.
 *
 * @param asked the name of the package
 * @param pin the required version, or null
 * @param store returns the newest packages in the store that satisfy a condition
 */
record StockWanted(
    String asked,
    @Nullable String pin,
    Function<Predicate<DistroPackages>, Optional<PackageSupply.Stored<DistroPackages>>> store)
    implements PackageSupply.Wanted<DistroPackages> {

  @Override
  public String name() {
    return "image package " + asked + (pin == null ? "" : " " + pin);
  }

  @Override
  public boolean pinned() {
    return pin != null;
  }

  /**
   * The meaning of the requested name.
   *
   * @param image the image, if one is requested by name, or null
   * @param flavour the flavour of images
   * @param candidate the version of the meta package that apt would install, or empty
   * @param signed images by the version of the signed image or meta package
   */
  private record Meaning(
      @Nullable ImageName image, String flavour, String candidate, Map<String, ImageName> signed) {

    /** Returns whether images of this series are meant. */
    boolean series(String version) {
      return ImageName.series(version).equals(ImageName.series(candidate));
    }
  }

  private Meaning meaning(Archive archive) {
    List<AptRecord> records =
        archive.show(List.of(asked)).stream().filter(one -> one.name().equals(asked)).toList();
    Map<String, ImageName> pointedAt = new LinkedHashMap<>();
    for (AptRecord one : records) {
      one.depends().stream()
          .filter(needed -> !needed.exact().isEmpty())
          .flatMap(needed -> ImageName.of(needed.name()).stream())
          .findFirst()
          .ifPresent(image -> pointedAt.put(one.version(), image));
    }
    if (!pointedAt.isEmpty()) {
      Map.Entry<String, ImageName> first = pointedAt.entrySet().iterator().next();
      String candidate = archive.candidate(asked).orElse(first.getKey());
      return new Meaning(null, first.getValue().flavour(), candidate, pointedAt);
    }
    Optional<ImageName> image = ImageName.of(asked);
    if (image.isPresent()
        && (!records.isEmpty() || !archive.show(List.of(image.get().unsigned())).isEmpty())) {
      Map<String, ImageName> own = new LinkedHashMap<>();
      records.forEach(one -> own.put(one.version(), image.get()));
      return new Meaning(image.get(), image.get().flavour(), "", own);
    }
    throw records.isEmpty()
        ? new UserError(name(), "apt knows no such package", "check the name")
        : new UserError(
            name(), "neither is a kernel's image nor depends on one", "name linux-image-amd64");
  }

  private List<StockSets.Rated> rated(Archive archive, Meaning meaning) {
    if (meaning.image() != null) {
      return StockSets.of(
          archive, List.of(meaning.image()), meaning.signed(), List.of(), meaning.flavour());
    }
    List<String> series =
        Stream.of(meaning.candidate(), pin == null ? "" : pin)
            .flatMap(version -> ImageName.series(version).stream())
            .distinct()
            .toList();
    List<ImageName> images =
        series.stream()
            .flatMap(one -> archive.names(ImageName.PREFIX + one).stream())
            .filter(ImageName::isUnsigned)
            .flatMap(name -> ImageName.of(name).stream())
            .filter(image -> image.flavour().equals(meaning.flavour()))
            .filter(image -> series.contains(ImageName.series(image.abi()).orElse("")))
            .distinct()
            .toList();
    Map<String, ImageName> signed = new LinkedHashMap<>(meaning.signed());
    signed.keySet().removeIf(version -> !series.contains(ImageName.series(version).orElse("")));
    List<String> sources = series.stream().map(one -> "linux-source-" + one).toList();
    return StockSets.of(archive, images, signed, sources, meaning.flavour());
  }

  @Override
  public PackageSupply.Choice<DistroPackages> choose(Archive archive) {
    List<StockSets.Rated> ubuntu = UbuntuSets.of(archive, asked);
    return ubuntu.isEmpty() ? choose(archive, meaning(archive)) : choose(ubuntu, packages -> "");
  }

  private PackageSupply.Choice<DistroPackages> choose(Archive archive, Meaning meaning) {
    return choose(rated(archive, meaning), packages -> lag(meaning, packages));
  }

  /**
   * @param lag says of what is taken whether the requested package lags behind
   */
  private PackageSupply.Choice<DistroPackages> choose(
      List<StockSets.Rated> rated, Function<DistroPackages, String> lag) {
    List<StockSets.Rated> passed = new ArrayList<>();
    for (StockSets.Rated one : rated) {
      if (one.packages().isPresent() && (pin == null || pin.equals(one.version()))) {
        DistroPackages packages = one.packages().get();
        String why = pin == null ? reasons(passed) + lag.apply(packages) : ", as asked for";
        return new PackageSupply.Choice<>(packages, packages.text() + why);
      }
      passed.add(one);
    }
    throw none(rated);
  }

  private UserError none(List<StockSets.Rated> rated) {
    String complete =
        rated.stream()
            .filter(one -> one.packages().isPresent())
            .map(StockSets.Rated::version)
            .collect(Collectors.joining(", "));
    String there = complete.isEmpty() ? "none is complete" : "complete are " + complete;
    if (pin == null) {
      return new UserError(
          name(),
          "no version is complete" + reasons(rated),
          "wait until the archive has all packages of one, or name another");
    }
    return rated.stream()
        .filter(one -> one.version().equals(pin))
        .findFirst()
        .map(one -> new UserError(name(), "is not complete: " + lacks(one, 1), there))
        .orElseGet(() -> new UserError(name(), "there is no such version", there));
  }

  /** Explains why each version is not taken; adjacent versions with the same reason share it. */
  private static String reasons(List<StockSets.Rated> passed) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < passed.size(); ) {
      StockSets.Rated first = passed.get(i);
      List<String> versions = new ArrayList<>();
      while (i < passed.size() && passed.get(i).missing().equals(first.missing())) {
        versions.add(passed.get(i++).version());
      }
      text.append("; not ").append(String.join(", ", versions)).append(": ");
      text.append(lacks(first, versions.size()));
    }
    return text.toString();
  }

  private static String lacks(StockSets.Rated one, int versions) {
    return String.join(", ", one.missing())
        + (one.missing().size() == 1 ? " is" : " are")
        + " not there in "
        + (versions == 1 ? "that version" : "those versions");
  }

  private String lag(Meaning meaning, DistroPackages taken) {
    boolean behind =
        meaning.image() == null
            && new DebianVersion(meaning.candidate()).compareTo(new DebianVersion(taken.version()))
                < 0;
    return behind ? "; " + asked + " lags behind at " + meaning.candidate() : "";
  }

  @Override
  public Optional<PackageSupply.Stored<DistroPackages>> stored(List<Archive> archives) {
    Optional<Meaning> known = archives.stream().flatMap(this::known).findFirst();
    Optional<ImageName> image = known.isPresent() ? known.map(Meaning::image) : ImageName.of(asked);
    // Debian names a meta package after its flavour.
    String flavour = known.map(Meaning::flavour).orElse(asked.substring(ImageName.PREFIX.length()));
    return store.apply(
        kept ->
            (pin == null || pin.equals(kept.version()))
                && (image.isPresent()
                    ? kept.release().equals(image.get().release())
                    : ImageName.of(kept.image())
                            .map(ImageName::flavour)
                            .equals(Optional.of(flavour))
                        && (pin != null
                            || known.map(meant -> meant.series(kept.version())).orElse(true))));
  }

  private Stream<Meaning> known(Archive archive) {
    try {
      return Stream.of(meaning(archive));
    } catch (UserError | ArchiveError e) {
      return Stream.empty();
    }
  }
}
