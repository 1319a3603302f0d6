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
}
