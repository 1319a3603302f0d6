package dev.kverdict.model;

import dev.kverdict.patch.PatchSet;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kernel to test on.
 *
 * @param name its name in the case
 * @param source where the source comes from
 * @param config its configuration and compiler; unused for a prebuilt source
 * @param prepare patches that make the source the one under test
 * @param modules modules that the agent loads, with their dependencies
 * @param guest the machine that it boots on
 */
public record KernelDef(
    String name,
    KernelSource source,
    Config config,
    PatchSet prepare,
    List<String> modules,
    Guest guest) {

  /**
   * The configuration of a kernel and its compiler. Later parts override earlier ones: base, what
   * every guest needs, words, fragments.
   *
   * @param toolchain the compiler, such as {@code gcc} or {@code clang-14}
   * @param base what the configuration starts from
   * @param guest whether what every guest needs is added
   * @param with words for what is added
   * @param fragments configuration fragments, merged in this order
   */
  public record Config(
      String toolchain,
      ConfigBase base,
      boolean guest,
      List<ConfigWord> with,
      List<Path> fragments) {

    /** The configuration of a kernel that comes with its own. */
    public static final Config NONE = new Config("", "", List.of());

    public Config {
      with = List.copyOf(with);
      fragments = List.copyOf(fragments);
    }

    /** Creates a configuration of a make target and fragments, to which nothing is added. */
    public Config(String toolchain, String target, List<Path> fragments) {
      this(toolchain, new ConfigBase.Target(target), false, List.of(), fragments);
    }
  }

  /**
   * The machine that a kernel boots on.
   *
   * @param cmdline additions to the kernel's command line, often empty
   * @param memoryMiB memory in MiB
   * @param smp processors
   * @param machine the kind of machine
   */
  public record Guest(String cmdline, int memoryMiB, int smp, MachineType machine) {

    /** A guest with nothing special about it. */
    public static final Guest PLAIN = new Guest("", 256, 2, MachineType.AUTO);
  }

  /** Returns the kernel of the case to use where this one's source cannot be used, or null. */
  public @Nullable String otherwise() {
    return source.otherwise();
  }
}
