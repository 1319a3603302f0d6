package dev.kverdict.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the memory of this machine and its processes from proc(5). */
public final class HostMemory {
  private HostMemory() {}

  private static final Path MACHINE = Path.of("/proc/meminfo");

  /** Returns the total memory in MiB, or more than any machine has if unknown. */
  static long totalMebibytes() {
    long known = kibibytes(MACHINE, "MemTotal") >> 10;
    return known > 0 ? known : Long.MAX_VALUE >> 24;
  }

  /** Returns the memory still available to programs in MiB; 0 if unknown. */
  public static long availableMebibytes() {
    return kibibytes(MACHINE, "MemAvailable") >> 10;
  }

  /** Returns a process's anonymous resident memory in bytes; 0 if it has ended. */
  static long anonymous(long pid) {
    return kibibytes(Path.of("/proc", Long.toString(pid), "status"), "RssAnon") << 10;
  }

  private static long kibibytes(Path file, String name) {
    try {
      return kibibytes(Files.readAllLines(file), name);
    } catch (IOException e) {
      return 0;
    }
  }

  static long kibibytes(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.matches(name + ":\\s+[0-9]{1,15} kB"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
