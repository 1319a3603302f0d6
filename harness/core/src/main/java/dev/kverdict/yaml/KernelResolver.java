package dev.kverdict.yaml;

import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.MachineType;
import dev.kverdict.patch.PatchSet;
import java.util.List;

/** Resolves a kernel to one that can be built. */
record KernelResolver(Values values) {

  KernelDef resolve(At at, MatrixSpec.Kernel spec) {
    SourceResolver sources = new SourceResolver(at.file(), at.pointer(""), spec);
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
      values.name(at.file(), at.pointer("modules/" + i), modules.get(i));
    }
    return new KernelDef(
        at.name(),
        source,
        configured
            ? KernelDef.Config.NONE
            : new KernelDef.Config(
                sources.toolchain(), base, at.paths("config/fragments", config.fragments())),
        PatchSet.read(at.paths("prepare", spec.prepare())),
        modules,
        guest(at, spec, configured ? 512 : 256));
  }

  private KernelDef.Guest guest(At at, MatrixSpec.Kernel spec, int memoryMiB) {
    return new KernelDef.Guest(
        spec.cmdline() == null ? "" : spec.cmdline(),
        values.range(at.file(), at.pointer("memory"), spec.memory(), memoryMiB, 32, 1 << 20),
        values.range(at.file(), at.pointer("smp"), spec.smp(), 2, 1, 64),
        values.oneOf(
            at.file(), at.pointer("machine"), spec.machine(), MachineType.AUTO, MachineType.class));
  }
}
