package dev.kverdict.yaml;

import dev.kverdict.model.FileSystem;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.MachineType;
import dev.kverdict.patch.PatchSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Resolves a kernel to one that can be built. */
final class KernelResolver {

  private KernelResolver() {}

  /**
   * Resolves a kernel.
   *
   * @param images the images of the case
   */
  static KernelDef resolve(At at, MatrixSpec.Kernel spec, Collection<ImageDef> images) {
    SourceResolver sources = new SourceResolver(at, spec);
    KernelSource source =
        sources.resolve(at.required("source", spec.source(), "{debian: linux-source-6.1}"));
    MatrixSpec.Config config =
        spec.config() == null ? new MatrixSpec.Config(null, null) : spec.config();
    boolean configured = source.prebuilt();
    String base = config.base() == null ? "tinyconfig" : config.base();
    if (!base.matches("[a-z0-9_]*config")) {
      throw at.error("config/base", "'" + base + "' is no configuration target", "use tinyconfig");
    }
    List<String> modules = Values.orEmpty(spec.modules());
    for (int i = 0; i < modules.size(); i++) {
      Values.name(at.file(), at.pointer("modules/" + i), modules.get(i));
    }
    return new KernelDef(
        at.name(),
        source,
        configured
            ? KernelDef.Config.NONE
            : new KernelDef.Config(
                sources.toolchain(), base, at.paths("config/fragments", config.fragments())),
        PatchSet.read(at.paths("prepare", spec.prepare())),
        configured ? withFileSystems(modules, images) : modules,
        guest(at, spec, configured ? 512 : 256));
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

  private static KernelDef.Guest guest(At at, MatrixSpec.Kernel spec, int memoryMiB) {
    return new KernelDef.Guest(
        spec.cmdline() == null ? "" : spec.cmdline(),
        Values.range(at.file(), at.pointer("memory"), spec.memory(), memoryMiB, 32, 1 << 20),
        Values.range(at.file(), at.pointer("smp"), spec.smp(), 2, 1, 64),
        Values.oneOf(
            at.file(), at.pointer("machine"), spec.machine(), MachineType.AUTO, MachineType.class));
  }
}
