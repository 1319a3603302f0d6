package dev.kverdict.drill;

import java.util.List;

/** Compilers, cages and the archive of packages. */
final class BrokenTools {

  private static final String COMPILER = "/usr/lib/gcc/x86_64-linux-gnu/$(gcc -dumpversion)/cc1";

  private BrokenTools() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("the compiler is not installed")
            .inShort()
            .from(Stock.ALL)
            .within(Tools.without("/usr/bin/gcc"))
            .ending(4),
        Fault.of("the compiler is killed")
            .from(Stock.UNBUILT)
            .during((run, drill) -> DrillRun.send("KILL", List.of(run.awaitProgram("cc1"))))
            .ending(0, 1, 4),
        Fault.of("the compiler crashes")
            .from(Stock.UNBUILT)
            .within("cc1=" + COMPILER + "\n" + Tools.inPlaceOf("$cc1", "kill -SEGV $$"))
            .ending(4),
        Fault.of("the compiler gets no memory from the host")
            .from(Stock.UNBUILT)
            .knowing("KVERDICT_BUILD_MEMORY_MIB=8")
            .ending(1, 4),
        Fault.of("bubblewrap is not installed").within(Tools.without("/usr/bin/bwrap")),
        Fault.of("the archive of packages cannot be reached")
            .inShort()
            .from(Stock.ALL)
            .within("exec unshare --net -- \"$@\"\n"));
  }
}
