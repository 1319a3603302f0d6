package dev.kverdict.yaml;

import dev.kverdict.model.ConfigBase;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.model.FileSystem;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.MachineType;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Resolves a kernel to one that can be built. */
final class KernelResolver {

  private static final int USUAL_MIB = 256;

  /** Debian's kernels, and other large ones. */
  private static final int LARGE_MIB = 512;

  /** A configuration made elsewhere may have anything: KASAN alone takes an eighth. */
  private static final int FOREIGN_MIB = 1024;

  private KernelResolver() {}

  /**
   * Resolves a kernel.
   *
   * @param images the images of the case
   * @param words what the programs of the case need of a kernel that is built
   */
  static KernelDef resolve(
      At at, MatrixSpec.Kernel spec, Collection<ImageDef> images, List<ConfigWord> words) {
    SourceResolver sources = new SourceResolver(at, spec);
    KernelSource source =
        sources.resolve(at.required("source", spec.source(), "{debian: linux-source-6.1}"));
    boolean built = source instanceof KernelSource.Whole;
    List<String> modules = Values.orEmpty(spec.modules());
    for (int i = 0; i < modules.size(); i++) {
      Values.name(at.file(), at.pointer("modules/" + i), modules.get(i));
    }
    KernelDef.Config config =
        built
            ? new ConfigResolver(
                    at,
                    spec.config() == null ? new MatrixSpec.Config(null, null, null) : spec.config())
                .resolve(sources.toolchain(), words)
            : KernelDef.Config.NONE;
    return new KernelDef(
        at.name(),
        source,
        config,
        PatchSet.read(at.paths("prepare", spec.prepare()), PatchOptions.PICKED),
        source instanceof KernelSource.Distro ? withFileSystems(modules, images) : modules,
        guest(at, spec, config, built ? memoryMiB(config) : LARGE_MIB));
  }

  /**
   * Adds the modules of the file systems that the agent mounts: Debian builds all of them as
   * modules. How a kernel of one's own has them is up to its configuration.
   */
  private static List<String> withFileSystems(List<String> modules, Collection<ImageDef> images) {
    Set<String> all = new LinkedHashSet<>(modules);
    for (ImageDef image : images) {
      if (image.mount() != null) {
        FileSystem.of(image.mount().type()).ifPresent(known -> all.addAll(known.modules()));
      }
    }
    return List.copyOf(all);
  }

  private static int memoryMiB(KernelDef.Config config) {
    int usual =
        config
            .base()
            .match(
                target -> config.guest() && !target.equals(ConfigBase.TINY) ? LARGE_MIB : USUAL_MIB,
                file -> FOREIGN_MIB,
                download -> FOREIGN_MIB);
    return usual + ConfigWord.moreMiB(config.with());
  }

  /** The case's own command line comes last: of two values the kernel takes the last. */
  private static KernelDef.Guest guest(
      At at, MatrixSpec.Kernel spec, KernelDef.Config config, int memoryMiB) {
    String own = spec.cmdline() == null ? "" : spec.cmdline();
    return new KernelDef.Guest(
        Stream.of(ConfigWord.cmdline(config.with()), own)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" ")),
        Values.range(at.file(), at.pointer("memory"), spec.memory(), memoryMiB, 32, 1 << 20),
        Values.range(at.file(), at.pointer("smp"), spec.smp(), 2, 1, 64),
        Values.oneOf(
            at.file(), at.pointer("machine"), spec.machine(), MachineType.AUTO, MachineType.class));
  }
}
