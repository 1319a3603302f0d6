package dev.kverdict.debian;

import java.util.List;
import java.util.Optional;

/** Looks packages up in what is known of an archive, which may be out of date. */
interface Archive {

  /** Returns all downloadable versions of some packages. */
  List<AptRecord> show(List<String> names);

  /** Returns the version of a package that apt would install, by the priorities of its sources. */
  Optional<String> candidate(String name);

  /** Returns the names with this prefix; some of these packages may not exist. */
  List<String> names(String prefix);

  /**
   * Everything that a system needs for some packages.
   *
   * @param packages all packages, each as {@code NAME=VERSION}, in the order of their names
   * @param problem what the archive does not have, or does not fit together; empty if nothing
   */
  record Closure(List<String> packages, String problem) {
    public Closure {
      packages = List.copyOf(packages);
    }
  }

  /**
   * Returns what would be installed in a system that has no package yet.
   *
   * @param wanted what is wanted in it, as {@code NAME} or {@code NAME=VERSION}
   */
  Closure closure(List<String> wanted);
}
