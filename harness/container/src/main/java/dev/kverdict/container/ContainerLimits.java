package dev.kverdict.container;

/**
 * What a container may use of the host at most.
 *
 * @param memory bytes, its files in {@code /tmp} included; there is no swap beyond them
 * @param cpus processors
 * @param pids processes and threads
 */
record ContainerLimits(long memory, int cpus, int pids) {

  private static final long GIB = 1L << 30;

  /** Below this the engine refuses a container, and no tool of ours could do its work. */
  private static final long LEAST_MEMORY = 6L << 20;

  ContainerLimits {
    if (memory < LEAST_MEMORY || cpus < 1 || pids < 1) {
      throw new IllegalArgumentException(memory + " bytes, " + cpus + " cpus, " + pids + " pids");
    }
  }

  /** A short tool: objdump on a kernel with debug information is the largest, with about 1 GiB. */
  static ContainerLimits ofTool(long hostMemory, int hostCpus) {
    return new ContainerLimits(Math.min(4 * GIB, hostMemory * 3 / 4), hostCpus, 512);
  }

  /** A build: a make for each processor, a few processes for each, and a linker that is large. */
  static ContainerLimits ofBuild(long hostMemory, int hostCpus) {
    return new ContainerLimits(hostMemory * 3 / 4, hostCpus, 4096);
  }

  /**
   * A machine: its memory is in QEMU's command line and is not known here, so it gets half of the
   * host's. QEMU has a thread for each processor and up to 64 for its disks.
   */
  static ContainerLimits ofMachine(long hostMemory, int hostCpus) {
    return new ContainerLimits(hostMemory / 2, hostCpus, 256);
  }

  /** The size of {@code /tmp} in bytes, which is memory: half of it. */
  long temporary() {
    return memory / 2;
  }
}
