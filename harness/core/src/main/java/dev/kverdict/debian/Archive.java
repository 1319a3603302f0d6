package dev.kverdict.debian;

import java.util.List;
import java.util.Optional;

/** Where packages are looked up: what is known of an archive, however old that is. */
interface Archive {

  /** All versions of some packages that can be downloaded. */
  List<AptRecord> show(List<String> names);

  /** The version of a package that apt would install, by the priorities of its sources. */
  Optional<String> candidate(String name);

  /** The names that begin so; some may be of packages that are not there. */
  List<String> names(String prefix);
}
