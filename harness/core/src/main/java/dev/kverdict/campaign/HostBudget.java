package dev.kverdict.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much of the host all machines together may have.
 *
 * @param processors guest processors
 * @param mebibytes guest memory in MiB
 */
record HostBudget(int processors, long mebibytes) {

  /** Guest processors mostly wait for disks and for each other. */
  private static final int PROCESSORS_EACH = 2;

  /** Of the memory that is free at the start, in percent; QEMU itself and builds need the rest. */
  private static final int MEMORY_SHARE = 75;

  private static final Path MEMORY = Path.of("/proc/meminfo");

  /** Two guest processors for each of the host's, and three quarters of its available memory. */
  static HostBudget ofSystem() {
    int processors = PROCESSORS_EACH * Runtime.getRuntime().availableProcessors();
    try {
      return new HostBudget(processors, available(Files.readAllLines(MEMORY)) * MEMORY_SHARE / 100);
    } catch (IOException e) {
      return new HostBudget(processors, 0); // unknown: one machine at a time
    }
  }

  /** MemAvailable of {@code /proc/meminfo}, proc(5), in MiB; 0 when it is not told. */
  static long available(List<String> meminfo) {
    return meminfo.stream()
        .filter(line -> line.matches("MemAvailable: +[0-9]{1,15} kB"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  boolean holds(int guestProcessors, long guestMebibytes) {
    return guestProcessors <= processors && guestMebibytes <= mebibytes;
  }
}
