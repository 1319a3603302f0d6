package dev.kverdict.drill;

import java.util.List;

/** The compiler, and the archive of packages. */
final class BrokenTools {

  private BrokenTools() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("the compiler is not installed")
            .from(Stock.ALL)
            .within(Tools.without("/usr/bin/gcc"))
            .ending(4),
        Fault.of("the archive of packages cannot be reached")
            .from(Stock.ALL)
            .within("exec unshare --net -- \"$@\"\n"));
  }
}
