package dev.kverdict.campaign;

import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.Builds;
import dev.kverdict.pool.Materials;
import dev.kverdict.pool.Pool;
import dev.kverdict.record.DiscardedMachine;
import java.util.Map;
import java.util.Optional;

/** The compilers and the machines of this host. */
record HostSource(Builds builds, Materials materials, Pool pool, ProbePoints points)
    implements Source {

  @Override
  public Pool machines() {
    return pool;
  }

  @Override
  public String qemuVersion() {
    return pool.qemuVersion();
  }

  @Override
  public Map<String, DiscardedMachine> discarded() {
    return pool.discarded();
  }

  @Override
  public Optional<String> userlandText(ReproducerDef program) {
    return materials.userlandText(program);
  }

  @Override
  public void close() {
    try (builds;
        materials) {
      pool.close();
    }
  }
}
