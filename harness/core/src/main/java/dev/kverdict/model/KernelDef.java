package dev.kverdict.model;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kernel to test on.
 *
 * @param name its name in the matrix
 * @param source where the source comes from
 * @param toolchain the compiler it is built with, such as {@code gcc} or {@code clang-14}; empty
 *     for a source that names its own
 * @param baseConfig the make target the configuration starts from, such as {@code tinyconfig};
 *     empty for a source that brings its configuration along
 * @param fragments configuration fragments, merged in this order
 * @param prepare patch files that make the source the one under test, applied in this order
 * @param modules modules that the agent loads, with what they depend on
 * @param cmdline what is added to the kernel's command line, often empty
 * @param memoryMiB the guest's memory in MiB
 * @param smp the guest's processors
 * @param machine what it is booted on
 */
public record KernelDef(
    String name,
    KernelSource source,
    String toolchain,
    String baseConfig,
    List<Path> fragments,
    List<Path> prepare,
    List<String> modules,
    String cmdline,
    int memoryMiB,
    int smp,
    MachineType machine) {

  /** The kernel of the matrix that stands in for this one where its source cannot do, or null. */
  public @Nullable String otherwise() {
    return switch (source.kind()) {
      case DEBIAN -> null;
      case DISTRO -> ((KernelSource.Distro) source).otherwise();
    };
  }
}
