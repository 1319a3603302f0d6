package dev.kverdict.debian;

import dev.kverdict.UserError;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A request for the packages of a userland: those of every userland, those that were asked for, and
 * all that they depend on.
 *
 * @param asked the packages that were asked for, as {@code NAME} or {@code NAME=VERSION}
 * @param store returns the newest packages in the store that were made for this request
 */
record UserlandWanted(
    List<String> asked, Supplier<Optional<PackageSupply.Stored<UserlandPackages>>> store)
    implements PackageSupply.Wanted<UserlandPackages> {

  /**
   * What scripts call without saying so, as most of it is essential in Debian: {@code Essential:}
   * packages are not named as dependencies. No package is configured, so usr-is-merged, which does
   * nothing, is as good as usrmerge, which brings Perl.
   */
  static final List<String> BASE =
      List.of(
          "bash",
          "coreutils",
          "dash",
          "debianutils",
          "diffutils",
          "findutils",
          "grep",
          "gzip",
          "hostname",
          "libc-bin",
          "mawk",
          "mount",
          "procps",
          "sed",
          "tar",
          "usr-is-merged",
          "util-linux");

  UserlandWanted {
    asked = List.copyOf(asked);
  }

  @Override
  public String name() {
    return "userland" + (asked.isEmpty() ? "" : " with " + String.join(", ", asked));
  }

  @Override
  public boolean pinned() {
    return !asked.isEmpty() && asked.stream().allMatch(one -> one.contains("="));
  }

  @Override
  public PackageSupply.Choice<UserlandPackages> choose(Archive archive) {
    List<String> names = asked.stream().map(one -> one.replaceFirst("=.*", "")).toList();
    List<String> all =
        Stream.concat(BASE.stream().filter(one -> !names.contains(one)), asked.stream()).toList();
    Archive.Closure closure = archive.closure(all);
    if (!closure.problem().isEmpty()) {
      throw new UserError(
          name(), "apt cannot give it: " + closure.problem(), "correct the names and versions");
    }
    // For a name that no package has, apt may take others: by a pattern, or as what provides it.
    for (String name : names) {
      if (closure.packages().stream().noneMatch(one -> one.startsWith(name + "="))) {
        throw new UserError(
            name(), "no package has the name " + name, "name the package that brings it");
      }
    }
    UserlandPackages packages = new UserlandPackages(asked, closure.packages());
    return new PackageSupply.Choice<>(packages, packages.text());
  }

  @Override
  public Optional<PackageSupply.Stored<UserlandPackages>> stored(List<Archive> archives) {
    return store.get();
  }
}
