package dev.kverdict.model;

import dev.kverdict.patch.PatchSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of a case for tests that are not about them. */
public final class CaseParts {

  /** The crash by which {@link #crash} fails. */
  public static final String BUG = "kernel BUG in cow";

  private CaseParts() {}

  /** A kernel of a Debian source, on a plain guest. */
  public static KernelDef kernel(String name) {
    return kernel(name, new KernelSource.Debian("linux-source-6.1"));
  }

  public static KernelDef kernel(String name, KernelSource source) {
    return new KernelDef(
        name, source, KernelDef.Config.NONE, PatchSet.NONE, List.of(), KernelDef.Guest.PLAIN);
  }

  /** A patch without content, of which nothing is expected. */
  public static PatchDef patch(String name) {
    return new PatchDef(name, PatchSet.NONE, Map.of());
  }

  /** A program that crashes the buggy kernel. */
  public static ReproducerDef crash(String name) {
    return program(name, Map.of(), new ReproducerDef.Fails(List.of(BUG), null));
  }

  /** A program whose step {@code read-back} fails on the buggy kernel. */
  public static ReproducerDef check(String name) {
    return program(name, Map.of(), new ReproducerDef.Fails(List.of(), "read-back"));
  }

  /** A program that works on any kernel. */
  public static ReproducerDef guard(String name) {
    return program(name, Map.of(), null);
  }

  public static ReproducerDef program(
      String name, Map<String, String> define, ReproducerDef.@Nullable Fails fails) {
    return new ReproducerDef(
        name,
        ProgramDef.c(Path.of(name + ".c")).with(define),
        Running.on("disk", Duration.ofSeconds(30), SnapshotPoint.AFTER_MOUNT),
        List.of("mount", "open", "move", "read-back"),
        fails,
        List.of());
  }
}
