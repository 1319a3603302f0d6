package dev.kverdict.pool;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Cell;
import dev.kverdict.vm.Accelerator;

/** Where the trials of built kernels run. */
public interface TrialMachines {

  /** Returns the accelerator to run a kernel on. */
  Accelerator accelerator(Cell cell, KernelArtefact kernel);

  /** Returns the trials of one side of a cell. */
  TrialRuns trials(Side side, Accelerator accelerator);

  /** Returns trials whose dead guests nobody inspects. */
  TrialRuns unattended(Side side, Accelerator accelerator);
}
