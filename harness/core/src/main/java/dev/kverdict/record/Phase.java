package dev.kverdict.record;

/** How far a trial came, in the order of time. */
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
