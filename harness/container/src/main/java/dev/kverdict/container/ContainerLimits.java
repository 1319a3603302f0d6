package dev.kverdict.container;

/**
 * Limits on what a container may use of the host.
 *
 * @param memory bytes, including its files in {@code /tmp}; it gets no swap
 * @param cpus processors
 * @param pids processes and threads
 */
record ContainerLimits(long memory, int cpus, int pids) {

  private static final long GIB = 1L << 30;

  /** Below this the engine refuses a container, and no tool could work. */
  private static final long LEAST_MEMORY = 6L << 20;

  ContainerLimits {
    if (memory < LEAST_MEMORY || cpus < 1 || pids < 1) {
      throw new IllegalArgumentException(memory + " bytes, " + cpus + " cpus, " + pids + " pids");
    }
  }

  /** Returns the limits of a short tool: objdump on a whole kernel needs about 1 GiB. */
  static ContainerLimits ofTool(long hostMemory, int hostCpus) {
    return new ContainerLimits(Math.min(4 * GIB, hostMemory * 3 / 4), hostCpus, 512);
  }

  /** Returns the limits of a build: a few processes per processor, and a large linker. */
  static ContainerLimits ofBuild(long hostMemory, int hostCpus) {
    return new ContainerLimits(hostMemory * 3 / 4, hostCpus, 4096);
  }

  /**
   * Returns the limits of a machine: its memory is in QEMU's command line and not known here, so it
   * gets half of the host's. QEMU has a thread per processor and up to 64 for its disks.
   */
  static ContainerLimits ofMachine(long hostMemory, int hostCpus) {
    return new ContainerLimits(hostMemory / 2, hostCpus, 256);
  }

  /** Returns the size of {@code /tmp} in bytes: half of the memory, which holds it. */
  long temporary() {
    return memory / 2;
  }
}
