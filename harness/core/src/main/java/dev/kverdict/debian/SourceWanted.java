package dev.kverdict.debian;

import dev.kverdict.UserError;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A request for a kernel's source package, in a given version or the newest.
 *
 * @param asked the name of the package
 * @param pin the required version, or null
 * @param store returns the newest version in the store that satisfies a condition
 */
record SourceWanted(
    String asked,
    @Nullable String pin,
    Function<Predicate<String>, Optional<PackageSupply.Stored<String>>> store)
    implements PackageSupply.Wanted<String> {

  @Override
  public String name() {
    return "source package " + asked + (pin == null ? "" : " " + pin);
  }

  @Override
  public boolean pinned() {
    return pin != null;
  }

  @Override
  public PackageSupply.Choice<String> choose(Archive archive) {
    List<String> versions =
        archive.show(List.of(asked)).stream()
            .filter(one -> one.name().equals(asked))
            .map(AptRecord::version)
            .distinct()
            .sorted((a, b) -> new DebianVersion(b).compareTo(new DebianVersion(a)))
            .toList();
    if (pin != null && versions.contains(pin)) {
      return new PackageSupply.Choice<>(pin, asked + " " + pin + ", as asked for");
    }
    if (pin != null && !versions.isEmpty()) {
      throw new UserError(
          name(), "there is no such version", "there are " + String.join(", ", versions));
    }
    // The candidate may be a version that is only installed and cannot be downloaded.
    Optional<String> candidate =
        archive.candidate(asked).filter(one -> versions.isEmpty() || versions.contains(one));
    String version =
        candidate
            .or(() -> versions.stream().findFirst())
            .filter(found -> pin == null)
            .orElseThrow(
                () -> new UserError(name(), "apt knows no such package", "check the name"));
    int newer = Math.max(0, versions.indexOf(version));
    String why =
        newer == 0
            ? ""
            : "; not " + String.join(", ", versions.subList(0, newer)) + ": apt prefers this one";
    return new PackageSupply.Choice<>(version, asked + " " + version + why);
  }

  @Override
  public Optional<PackageSupply.Stored<String>> stored(List<Archive> archives) {
    return store.apply(version -> pin == null || pin.equals(version));
  }
}
