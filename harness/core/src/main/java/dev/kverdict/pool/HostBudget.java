package dev.kverdict.pool;

import dev.kverdict.host.HostMemory;

/**
 * The part of the host that all machines together may use.
 *
 * @param processors guest processors
 * @param mebibytes guest memory in MiB
 */
record HostBudget(int processors, long mebibytes) {

  /** Guest processors mostly wait for disks and for each other. */
  private static final int PROCESSORS_EACH = 2;

  /** Of the memory that is free at the start, in percent; QEMU itself and builds need the rest. */
  private static final int MEMORY_SHARE = 75;

  /**
   * Two guest processors for each of the host's, and three quarters of its available memory; none
   * where that is not known, which means one machine at a time.
   */
  static HostBudget ofSystem() {
    int processors = PROCESSORS_EACH * Runtime.getRuntime().availableProcessors();
    return new HostBudget(processors, HostMemory.availableMebibytes() * MEMORY_SHARE / 100);
  }

  boolean holds(int guestProcessors, long guestMebibytes) {
    return guestProcessors <= processors && guestMebibytes <= mebibytes;
  }
}
