package dev.kverdict.host;

import dev.kverdict.HostIo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Builds the command line of bubblewrap (bwrap(1)). The cage holds the system, the paths that a
 * command declares and empty temporary directories, and has neither network nor other processes.
 *
 * @param root whether the harness runs as root, which needs no user namespace
 * @param filter the filter of system calls, or null without one
 */
record Bubblewrap(boolean root, @Nullable Path filter) {

  static final String PROGRAM = "bwrap";

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /** Directories that are empty in the cage, but for what is declared. */
  private static final Set<Path> EMPTY = Set.of(Path.of("/tmp"), SHARED_MEMORY);

  /** System directories; those that do not exist are skipped. */
  private static final List<String> SYSTEM =
      List.of(
          "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix",
          "/gnu");

  /** The size of a temporary directory, which lies in memory that nothing else limits. */
  private static final String TEMPORARY_BYTES = Long.toString(256L << 20);

  /**
   * The first process of the PID namespace. Bubblewrap's own init would outlive the program for a
   * while, and with it any process left behind; bubblewrap waits for this one instead, and the
   * kernel kills all other processes before it. When started by root it stays root: the program
   * cannot tamper with it, and it still dies with bubblewrap, because the parent-death signal would
   * be cleared by a change of user.
   */
  private static final List<String> FIRST =
      List.of(
          "sh", "-c", "exec 3<&0; \"$@\" <&3 3<&- & exec </dev/null 3<&-; wait $!; exit $?", "sh");

  /** Opens the filter, which bubblewrap takes as a descriptor, and becomes bubblewrap. */
  private static final String OPEN =
      "exec " + SyscallFilter.DESCRIPTOR + "<\"$1\" && shift && exec \"$@\"";

  /**
   * Returns the arguments to put in front of the program.
   *
   * @param switching whether the program will change its user
   */
  List<String> words(Command command, boolean switching) {
    List<String> words = new ArrayList<>();
    if (filter != null) {
      words.addAll(List.of("sh", "-c", OPEN, "sh", filter.toString()));
    }
    words.addAll(List.of(PROGRAM, "--die-with-parent", "--new-session", "--as-pid-1"));
    if (filter != null) {
      words.addAll(List.of("--seccomp", SyscallFilter.DESCRIPTOR));
    }
    words.addAll(List.of("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"));
    if (!root) {
      words.add("--unshare-user");
    } else if (switching) {
      for (String needed : List.of("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")) {
        words.addAll(List.of("--cap-add", needed));
      }
    } else {
      words.addAll(List.of("--cap-drop", "ALL"));
    }
    system(words);
    temporary(words, "/tmp");
    declared(words, command);
    // Directories that bubblewrap created are writable for their owner otherwise.
    words.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/"));
    words.addAll(List.of("--chdir", command.directory().toString(), "--"));
    words.addAll(FIRST);
    return words;
  }

  private static void system(List<String> words) {
    for (String name : SYSTEM) {
      Path path = Path.of(name);
      if (Files.isSymbolicLink(path)) {
        words.addAll(List.of("--symlink", target(path), name));
      } else if (Files.isDirectory(path)) {
        words.addAll(List.of("--ro-bind", name, name));
      }
    }
    words.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    temporary(words, SHARED_MEMORY.toString());
    words.addAll(List.of("--perms", "0755", "--dir", "/var", "--symlink", "/tmp", "/var/tmp"));
  }

  private static String target(Path link) {
    return HostIo.get(
        "cannot read the link " + link, () -> Files.readSymbolicLink(link).toString());
  }

  private static void temporary(List<String> words, String directory) {
    words.addAll(List.of("--size", TEMPORARY_BYTES, "--perms", "1777", "--tmpfs", directory));
  }

  /** Binds declared paths at their own place: parents come first, and a write overrides a read. */
  private static void declared(List<String> words, Command command) {
    TreeMap<Path, String> binds = new TreeMap<>();
    command.reads().forEach(path -> binds.put(absolute(path), "--ro-bind"));
    command.writes().forEach(path -> binds.put(absolute(path), "--bind"));
    command.devices().forEach(path -> binds.put(absolute(path), "--dev-bind"));
    // The working directory exists, but is empty unless declared.
    binds.putIfAbsent(absolute(command.directory()), "--dir");
    Set<Path> made = new TreeSet<>();
    binds.forEach(
        (path, how) -> {
          boolean binding = !how.equals("--dir");
          if (isSystem(path) && !how.equals("--bind") && !how.equals("--dev-bind")) {
            return;
          }
          above(path, made)
              .forEach(
                  directory ->
                      words.addAll(List.of("--perms", "0755", "--dir", directory.toString())));
          if (binding) {
            made.add(path);
            words.addAll(List.of(how, path.toString(), path.toString()));
          } else if (made.add(path)) {
            words.addAll(List.of("--perms", "0755", "--dir", path.toString()));
          }
        });
  }

  /** Lists the missing parents of a path, topmost first. */
  private static List<Path> above(Path path, Set<Path> made) {
    List<Path> directories = new ArrayList<>();
    for (Path directory = path.getParent();
        directory != null && directory.getNameCount() > 0 && !isSystem(directory);
        directory = directory.getParent()) {
      if (EMPTY.contains(directory) || !made.add(directory)) {
        break; // it exists, and so do its parents
      }
      directories.add(0, directory);
    }
    return directories;
  }

  private static boolean isSystem(Path path) {
    return path.getNameCount() == 0
        || (path.startsWith("/dev") && !path.startsWith(SHARED_MEMORY))
        || path.startsWith("/proc")
        || SYSTEM.stream().anyMatch(path::startsWith);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** Returns the environment in the cage, without directories that do not exist there. */
  static Map<String, String> env(Command command) {
    Map<String, String> env = new TreeMap<>(ProgramStarter.environment(command));
    env.keySet().removeAll(Set.of("USER", "LOGNAME"));
    env.put("HOME", "/tmp");
    if (!command.env().containsKey("TMPDIR")) {
      env.remove("TMPDIR");
    }
    return env;
  }
}
