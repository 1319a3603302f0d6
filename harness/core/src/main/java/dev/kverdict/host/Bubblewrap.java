package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The command line of bubblewrap (bwrap(1)) for a cage in which there is nothing but the system,
 * what a command declares, and empty temporary folders; no network, and no process but its own.
 */
final class Bubblewrap {

  static final String PROGRAM = "bwrap";

  /** What belongs to the system, where it is there. */
  private static final List<String> SYSTEM =
      List.of(
          "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix",
          "/gnu");

  /** Temporary folders lie in memory, which nothing else limits. */
  private static final String TEMPORARY_BYTES = Long.toString(256L << 20);

  /**
   * The namespace's first process. Bubblewrap's own would go on for a while when the program has
   * ended, and with it whatever that left; for this one bubblewrap waits, and the kernel ends it
   * after all others. As root it stays root, so that it cannot be changed by the program, and still
   * ends with bubblewrap: the parent-death signal is forgotten when the user changes.
   */
  private static final List<String> FIRST =
      List.of(
          "sh", "-c", "exec 3<&0; \"$@\" <&3 3<&- & exec </dev/null 3<&-; wait $!; exit $?", "sh");

  private final boolean root;

  /**
   * @param root whether we are root: then no user namespace is needed
   */
  Bubblewrap(boolean root) {
    this.root = root;
  }

  /**
   * The words before the program.
   *
   * @param switching whether the program is going to change its user
   */
  List<String> words(Command command, boolean switching) {
    List<String> words =
        new ArrayList<>(List.of(PROGRAM, "--die-with-parent", "--new-session", "--as-pid-1"));
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
    // What bubblewrap made itself may be written to by whoever owns it.
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
    temporary(words, "/dev/shm");
    words.addAll(List.of("--perms", "0755", "--dir", "/var", "--symlink", "/tmp", "/var/tmp"));
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw new InfraError("cannot read the link " + link, e);
    }
  }

  private static void temporary(List<String> words, String folder) {
    words.addAll(List.of("--size", TEMPORARY_BYTES, "--perms", "1777", "--tmpfs", folder));
  }

  /** Binds what is declared at its own path: folders above come first, a write wins over a read. */
  private static void declared(List<String> words, Command command) {
    TreeMap<Path, String> binds = new TreeMap<>();
    command.reads().forEach(path -> binds.put(absolute(path), "--ro-bind"));
    command.writes().forEach(path -> binds.put(absolute(path), "--bind"));
    command.devices().forEach(path -> binds.put(absolute(path), "--dev-bind"));
    // The working folder is there, and empty unless it is declared.
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
                  folder -> words.addAll(List.of("--perms", "0755", "--dir", folder.toString())));
          if (binding) {
            made.add(path);
            words.addAll(List.of(how, path.toString(), path.toString()));
          } else if (made.add(path)) {
            words.addAll(List.of("--perms", "0755", "--dir", path.toString()));
          }
        });
  }

  /** The folders above a path that are not there yet, the highest first. */
  private static List<Path> above(Path path, Set<Path> made) {
    List<Path> folders = new ArrayList<>();
    for (Path folder = path.getParent();
        folder != null && folder.getNameCount() > 0 && !isSystem(folder);
        folder = folder.getParent()) {
      if (folder.equals(Path.of("/tmp")) || !made.add(folder)) {
        break; // it is there, and so are those above
      }
      folders.add(0, folder);
    }
    return folders;
  }

  private static boolean isSystem(Path path) {
    return path.getNameCount() == 0
        || path.startsWith("/dev")
        || path.startsWith("/proc")
        || SYSTEM.stream().anyMatch(path::startsWith);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** What a program in the cage is told about folders that are not there. */
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
