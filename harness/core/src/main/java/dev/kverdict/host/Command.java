package dev.kverdict.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A program to run: everything a {@link Lane} needs to know, but not how to run it.
 *
 * @param argv the program and its arguments; never joined into a shell line
 * @param env variables added to a small fixed environment (PATH, HOME, LANG=C)
 * @param directory the working directory; a cage shows its content only if that is declared
 * @param reads existing files and directories that the program reads, besides the system's. A cage
 *     shows it nothing else, so declare as little as possible
 * @param writes existing files and directories that the program writes, as few as possible
 * @param timeout time after which the program and its children are killed
 * @param input the file that becomes its standard input
 * @param devices device nodes that it opens, such as {@code /dev/kvm}
 * @param chore whether this is the harness's own work on its own files and processes, or needs the
 *     network: every lane runs it on the host and without a cage. Anything that touches a patch, an
 *     image or a program of a case is not a chore
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

  /** The base of every program's environment: enough to find tools, with messages untranslated. */
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

  /** Returns a command in this directory, with a limit of one minute and no variables added. */
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

  /** Returns a command as {@link #of} does, in the directory of a file. */
  public static Command beside(Path file, String... argv) {
    return of(
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file's directory"), argv);
  }

  /** Returns a query to a system program, such as its version, that needs no files. */
  public static Command asking(String... argv) {
    return of(ANYWHERE, argv);
  }

  /** Returns a copy that declares these paths, and no others, as read. */
  public Command reading(Path... paths) {
    return new Command(
        argv, env, directory, List.of(paths), writes, timeout, input, devices, chore);
  }

  /** Returns a copy that declares one more path as read. */
  public Command alsoReading(Path path) {
    List<Path> more = new ArrayList<>(reads);
    more.add(path);
    return new Command(argv, env, directory, more, writes, timeout, input, devices, chore);
  }

  /** Returns a copy that declares these paths, and no others, as written. */
  public Command writing(Path... paths) {
    return new Command(argv, env, directory, reads, List.of(paths), timeout, input, devices, chore);
  }

  /** Returns a copy with this time limit. */
  public Command within(Duration limit) {
    return new Command(argv, env, directory, reads, writes, limit, input, devices, chore);
  }

  /** Returns a copy with only these variables, replacing earlier ones, added to the base. */
  public Command withEnvironment(Map<String, String> variables) {
    return new Command(argv, variables, directory, reads, writes, timeout, input, devices, chore);
  }

  /** Returns a copy with a file as standard input, which only {@link Lane#start} uses. */
  public Command from(Path file) {
    return new Command(argv, env, directory, reads, writes, timeout, file, devices, chore);
  }

  /** Returns a copy that opens these device nodes and no others. */
  public Command opening(List<Path> nodes) {
    return new Command(argv, env, directory, reads, writes, timeout, input, nodes, chore);
  }

  /** Returns a copy that is a chore: no lane cages it. */
  public Command asChore() {
    return new Command(argv, env, directory, reads, writes, timeout, input, devices, true);
  }
}
