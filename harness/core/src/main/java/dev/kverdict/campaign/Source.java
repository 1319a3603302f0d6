package dev.kverdict.campaign;

import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.KernelBuilds;
import dev.kverdict.pool.TrialMachines;
import dev.kverdict.record.DiscardedMachine;
import java.util.Map;
import java.util.Optional;

/** Where the kernels and the trials of a run come from. */
public interface Source extends AutoCloseable {

  /** Returns where kernels are built. */
  KernelBuilds builds();

  /** Returns where trials run. */
  TrialMachines machines();

  /** Returns QEMU's version, as it gives it itself. */
  String qemuVersion();

  /** Returns the snapshots that were discarded, by name. */
  Map<String, DiscardedMachine> discarded();

  /** Returns the packages that a program finds in its guest, for display. */
  Optional<String> userlandText(ReproducerDef program);

  /** Returns what finds the places in a kernel that are counted. */
  ProbePoints points();

  @Override
  void close();
}
