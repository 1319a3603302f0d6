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
        Fault.of("the compiler is killed while a module is built")
            .from(Stock.ALL)
            .broken(Stage::writeUnbuilt)
            .within(Tools.compilingMinix("kill -KILL $$"))
            .ending(4),
        Fault.of("the host has no memory for the compiler")
            .from(Stock.ALL)
            .broken(Stage::writeUnbuilt)
            .within(Tools.compilingMinix("ulimit -v 40000"))
            .ending(4),
        Fault.of("HOME and XDG_CACHE_HOME are not set")
            .from(Stock.ALL)
            .inShort()
            .within("unset HOME XDG_CACHE_HOME\n")
            .ending(2),
        Fault.of("HOME may only be read, and XDG_CACHE_HOME is not set")
            .from(Stock.ALL)
            .inShort()
            .within(
                "mkdir -p \"$DRILL/user\"\n"
                    + Tools.readOnly("$DRILL/user")
                    + "unset XDG_CACHE_HOME\nexport HOME=\"$DRILL/user\"\n")
            .ending(4),
        Fault.of("the archive of packages cannot be reached")
            .from(Stock.ALL)
            .within("exec unshare --net -- \"$@\"\n"));
  }
}
