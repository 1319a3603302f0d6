package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a caged program may use up. Memory is not among it: that takes a cgroup, which only the
 * machine's owner can give.
 *
 * @param diskBytes how much a build may add to the disk, and how large a file may become
 * @param processes more of them at a time end a build
 */
record CageLimits(long diskBytes, int processes) {

  /** The variable with the budget of a build, in MiB. */
  static final String DISK = "KVERDICT_BUILD_DISK_MIB";

  /** A whole kernel with debug information and all modules takes less (Debian's: about 12 GiB). */
  private static final long DISK_MIB = 16 << 10;

  /** Make, a shell, the compiler's driver and two passes a job, and as many again to spare. */
  private static final int PROCESSES_PER_CPU = 16;

  private static final int LEAST_PROCESSES = 2048;

  /** No limits but the machine's: for what is not caged. */
  static final CageLimits NONE = new CageLimits(Long.MAX_VALUE, Integer.MAX_VALUE);

  /** The limits on this machine. */
  static CageLimits of(Map<String, String> env) {
    String asked = env.getOrDefault(DISK, "");
    long mib = asked.matches("[1-9][0-9]{0,8}") ? Long.parseLong(asked) : DISK_MIB;
    int processors = Runtime.getRuntime().availableProcessors();
    return new CageLimits(mib << 20, Math.max(LEAST_PROCESSES, PROCESSES_PER_CPU * processors));
  }

  /** The words before a program that give it these limits; the kernel's own are twice as wide. */
  List<String> words(Command command) {
    return List.of(
        "prlimit",
        "--core=0",
        "--nproc=" + 2 * processes,
        "--fsize=" + Math.max(diskBytes, largest(command.writes())),
        "--");
  }

  /** A disk image that is there may be written to its end. */
  private static long largest(List<Path> writes) {
    long most = 0;
    for (Path file : writes) {
      try {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          most = Math.max(most, Files.size(file));
        }
      } catch (IOException e) {
        throw new InfraError("cannot look at " + file + ": " + e.getMessage(), e);
      }
    }
    return most;
  }
}
