package dev.kverdict.yaml;

import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.MachineType;
import java.util.List;

/** Turns a kernel as it was written into one that can be built. */
final class KernelResolver {

  private final Values values;

  KernelResolver(Values values) {
    this.values = values;
  }

  KernelDef resolve(At at, MatrixSpec.Kernel spec) {
    SourceResolver sources = new SourceResolver(at.file(), at.pointer(""), spec);
    KernelSource source =
        sources.resolve(at.required("source", spec.source(), "{debian: linux-source-6.1}"));
    MatrixSpec.Config config =
        spec.config() == null ? new MatrixSpec.Config(null, null) : spec.config();
    boolean configured = source.kind() == KernelSource.Kind.DISTRO;
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
        configured ? "" : sources.toolchain(),
        configured ? "" : base,
        at.paths("config/fragments", config.fragments()),
        at.paths("prepare", spec.prepare()),
        modules,
        spec.cmdline() == null ? "" : spec.cmdline(),
        values.range(
            at.file(), at.pointer("memory"), spec.memory(), configured ? 512 : 256, 32, 1 << 20),
        values.range(at.file(), at.pointer("smp"), spec.smp(), 2, 1, 64),
        values.oneOf(
            at.file(), at.pointer("machine"), spec.machine(), MachineType.AUTO, MachineType.class));
  }
}
