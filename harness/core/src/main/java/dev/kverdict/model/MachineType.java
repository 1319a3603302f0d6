package dev.kverdict.model;

/** The kind of machine that a kernel boots on. */
public enum MachineType {
  /** The one that boots fastest of those that the kernel's configuration has drivers for. */
  AUTO,
  /** QEMU's minimal machine, with PCI. */
  MICROVM,
  /** A current PC. */
  Q35,
  /** A PC of the nineties. */
  PC
}
