package dev.kverdict.pool;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Cell;

/**
 * One side of a cell, built: the kernel with the patch, or without it.
 *
 * @param kernel the kernel that its trials run
 * @param control the kernel without the patch: the same one on the control's side
 */
public record Side(Cell cell, KernelArtefact kernel, KernelArtefact control) {

  /** The control's side. */
  public static Side control(Cell cell, KernelArtefact kernel) {
    return new Side(cell, kernel, kernel);
  }
}
