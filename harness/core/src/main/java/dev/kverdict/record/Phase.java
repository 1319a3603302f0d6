package dev.kverdict.record;

/** The phases of a trial, in the order of time. */
public enum Phase {
  /** From the start of QEMU to the agent's first message. */
  BOOT,
  /** Modules, disks, mount. */
  PREPARE,
  /** The program under test runs. */
  RUN,
  /** Sync, unmount, wait. */
  SETTLE
}
