package dev.kverdict.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One program to run: everything a {@link Lane} has to know, and nothing of how it runs it.
 *
 * @param argv the program and its arguments; never joined into a shell line
 * @param env variables added to a small fixed environment (PATH, HOME, LANG=C)
 * @param directory the working directory; a cage shows what is in it only if that is declared
 * @param reads files and folders that the program reads, besides the system's. A cage shows it
 *     nothing else, so they are as narrow as can be, and exist
 * @param writes files and folders that the program writes; they exist, and are as narrow as can be
 * @param timeout after this the program and its children are ended
 * @param input the file that is its standard input
 * @param devices devices that it opens, such as {@code /dev/kvm}
 * @param chore whether it is the harness's own work on its own files and processes, or needs the
 *     network: it runs on the host and outside of any cage in every lane. What touches a patch, an
 *     image or a program of a case is no chore
 */
public record Command(
    List<String> argv,
    Map<String, String> env,
    Path directory,
    List<Path> reads,
    List<Path> writes,
    Duration timeout,
    Path input,
    List<Path> devices,
    boolean chore) {

  /** What every program's environment begins with: enough to find tools, in no language. */
  public static final Map<String, String> STANDARD_ENV =
      Map.of(
          "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "LANG", "C",
          "LC_ALL", "C");

  private static final Path NOTHING = Path.of("/dev/null");
  private static final Path ANYWHERE = Path.of("/");

  public Command {
    argv = List.copyOf(argv);
    env = Map.copyOf(env);
    Objects.requireNonNull(directory, "directory");
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(input, "input");
    devices = List.copyOf(devices);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("argv must not be empty");
    }
  }

  /** A command without additions to its environment, in the given directory, for one minute. */
  public static Command of(Path directory, String... argv) {
    return new Command(
        List.of(argv),
        Map.of(),
        directory,
        List.of(),
        List.of(),
        Duration.ofMinutes(1),
        NOTHING,
        List.of(),
        false);
  }

  /** A question to a program of the system's, such as its version, that needs no files. */
  public static Command asking(String... argv) {
    return of(ANYWHERE, argv);
  }

  /** The same with files it reads. */
  public Command reading(Path... paths) {
    return new Command(
        argv, env, directory, List.of(paths), writes, timeout, input, devices, chore);
  }

  /** The same with one more file it reads. */
  public Command alsoReading(Path path) {
    List<Path> more = new ArrayList<>(reads);
    more.add(path);
    return new Command(argv, env, directory, more, writes, timeout, input, devices, chore);
  }

  /** The same with files it writes. */
  public Command writing(Path... paths) {
    return new Command(argv, env, directory, reads, List.of(paths), timeout, input, devices, chore);
  }

  /** The same with a time limit. */
  public Command within(Duration limit) {
    return new Command(argv, env, directory, reads, writes, limit, input, devices, chore);
  }

  /** The same with variables added to its environment. */
  public Command with(Map<String, String> variables) {
    return new Command(argv, variables, directory, reads, writes, timeout, input, devices, chore);
  }

  /** The same with a file as its standard input; only a program that is started takes one. */
  public Command from(Path file) {
    return new Command(argv, env, directory, reads, writes, timeout, file, devices, chore);
  }

  /** The same with devices that it opens. */
  public Command opening(List<Path> nodes) {
    return new Command(argv, env, directory, reads, writes, timeout, input, nodes, chore);
  }

  /** The same as work of the harness's own, which no lane cages. */
  public Command asChore() {
    return new Command(argv, env, directory, reads, writes, timeout, input, devices, true);
  }
}
