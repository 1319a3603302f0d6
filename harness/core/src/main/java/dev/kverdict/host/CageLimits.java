package dev.kverdict.host;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Limits on what a caged program may use.
 *
 * @param diskBytes how much a build may add to the disk, and the largest size of a file
 * @param memoryBytes private memory of all processes of a build together
 * @param processes a build with more processes at a time is killed
 */
record CageLimits(long diskBytes, long memoryBytes, int processes) {

  /** Variable that sets how much a build may add to the disk, in MiB. */
  static final String DISK = "KVERDICT_BUILD_DISK_MIB";

  /** Variable that sets how much memory a build may use, in MiB. */
  static final String MEMORY = "KVERDICT_BUILD_MEMORY_MIB";

  /** A full kernel with debug information and all modules needs less (Debian's: about 12 GiB). */
  private static final long DISK_MIB = 16 << 10;

  /** Make, a shell, the compiler driver and two passes per job, doubled as a reserve. */
  private static final int PROCESSES_PER_CPU = 16;

  private static final int LEAST_PROCESSES = 2048;

  /** Percentage of this machine's memory; containers of builds get the same share. */
  private static final int MEMORY_SHARE = 75;

  /** When memory runs out, the kernel kills these before other programs (proc(5)). */
  static final int OOM_SCORE = 500;

  /** No limits, for programs that are not caged. */
  static final CageLimits NONE = new CageLimits(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

  /**
   * Returns the limits on this machine.
   *
   * @throws UserError if a variable is not a number
   */
  static CageLimits of(Map<String, String> env) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new CageLimits(
        mebibytes(env, DISK, DISK_MIB) << 20,
        mebibytes(env, MEMORY, HostMemory.totalMebibytes() * MEMORY_SHARE / 100) << 20,
        Math.max(LEAST_PROCESSES, PROCESSES_PER_CPU * processors));
  }

  private static long mebibytes(Map<String, String> env, String variable, long usual) {
    String asked = env.getOrDefault(variable, "");
    if (asked.isEmpty()) {
      return usual;
    }
    if (!asked.matches("[1-9][0-9]{0,8}")) {
      throw new UserError(
          variable,
          "\"" + asked + "\" is not a size in MiB",
          "give a whole number, such as " + usual);
    }
    return Long.parseLong(asked);
  }

  /**
   * Returns arguments to put in front of a program; the kernel's limits are twice as high.
   *
   * @param readsOnly whether it can write nothing but its own {@code /tmp}. Its files then need no
   *     limit, which some programs refuse to run under
   */
  List<String> words(Command command, boolean readsOnly) {
    List<String> words =
        new ArrayList<>(List.of("choom", "-n", Integer.toString(OOM_SCORE), "--", "prlimit"));
    words.add("--core=0");
    words.add("--nproc=" + 2 * processes);
    if (!readsOnly) {
      words.add("--fsize=" + Math.max(diskBytes, largest(command.writes())));
    }
    words.add("--");
    return words;
  }

  /** Returns the size of the largest file: an existing disk image may be written to its end. */
  private static long largest(List<Path> writes) {
    long most = 0;
    for (Path file : writes) {
      try {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          most = Math.max(most, Files.size(file));
        }
      } catch (IOException e) {
        throw new InfraError("cannot stat " + file + ": " + e.getMessage(), e);
      }
    }
    return most;
  }
}
