package dev.kverdict.host;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a caged program may use up.
 *
 * @param diskBytes how much a build may add to the disk, and how large a file may become
 * @param memoryBytes how much memory all processes of a build may have of their own
 * @param processes more of them at a time end a build
 */
record CageLimits(long diskBytes, long memoryBytes, int processes) {

  /** The variable with what a build may add to the disk, in MiB. */
  static final String DISK = "KVERDICT_BUILD_DISK_MIB";

  /** The variable with what a build may have of memory, in MiB. */
  static final String MEMORY = "KVERDICT_BUILD_MEMORY_MIB";

  /** A whole kernel with debug information and all modules takes less (Debian's: about 12 GiB). */
  private static final long DISK_MIB = 16 << 10;

  /** Make, a shell, the compiler's driver and two passes a job, and as many again to spare. */
  private static final int PROCESSES_PER_CPU = 16;

  private static final int LEAST_PROCESSES = 2048;

  /** Of this machine's memory, in percent; containers of builds get as much. */
  private static final int MEMORY_SHARE = 75;

  /** When memory runs out, the kernel ends these before what else the machine runs; proc(5). */
  static final int OOM_SCORE = 500;

  /** No limits but the machine's: for what is not caged. */
  static final CageLimits NONE = new CageLimits(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

  /**
   * The limits on this machine.
   *
   * @throws UserError when a variable asks for something that is no number
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
          variable, "\"" + asked + "\" is no size in MiB", "give a whole number, such as " + usual);
    }
    return Long.parseLong(asked);
  }

  /** The words before a program that give it these limits; the kernel's own are twice as wide. */
  List<String> words(Command command) {
    return List.of(
        "choom",
        "-n",
        Integer.toString(OOM_SCORE),
        "--",
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
