package dev.kverdict.host;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a command into the command line that runs it caged on this machine.
 *
 * @param bubblewrap null if bubblewrap does not work here
 * @param user the account that programs run as, or null for the harness's own
 * @param loans lends files to that account
 */
record Cage(@Nullable Bubblewrap bubblewrap, @Nullable CageUser user, Ownership loans) {

  private static final int OTHERS_READ = 0004;
  private static final int OTHERS_ENTER = 0001;
  private static final Ownership NOBODY = Ownership.none();

  Cage(@Nullable Bubblewrap bubblewrap, @Nullable CageUser user) {
    this(bubblewrap, user, user == null ? Ownership.none() : Ownership.to(user.uid(), user.gid()));
  }

  CageKind kind() {
    if (bubblewrap != null) {
      return user == null ? CageKind.BUBBLEWRAP : CageKind.BUBBLEWRAP_AND_USER;
    }
    return user == null ? CageKind.NONE : CageKind.USER;
  }

  /**
   * A caged command.
   *
   * @param argv the command line to run
   * @param env its whole environment
   * @param kind the cage's kind
   * @param loan the files lent to its user, taken back when this is closed
   */
  record Caged(List<String> argv, Map<String, String> env, CageKind kind, Ownership.Loan loan)
      implements AutoCloseable {

    @Override
    public void close() {
      loan.close();
    }
  }

  /** Returns the command as it is, without a cage. */
  static Caged uncaged(Command command) {
    return new Caged(
        command.argv(), ProgramStarter.environment(command), CageKind.NONE, NOBODY.lend(List.of()));
  }

  /**
   * Returns the command in this cage, with the files it writes lent to its user.
   *
   * @throws UserError if its user could not read a declared path
   */
  Caged of(Command command, CageLimits limits) {
    if (bubblewrap == null && (user == null || !reaches(command))) {
      return uncaged(command);
    }
    Command readable = user == null ? command : readable(command);
    List<String> argv = words(readable, limits);
    Map<String, String> env =
        bubblewrap == null ? ProgramStarter.environment(command) : Bubblewrap.env(command);
    return new Caged(argv, env, kind(), loans.lend(command.writes()));
  }

  /** Returns the command line alone. */
  List<String> words(Command command, CageLimits limits) {
    List<String> argv = new ArrayList<>();
    if (bubblewrap != null) {
      argv.addAll(bubblewrap.words(command, user != null));
    }
    argv.addAll(limits.words(command, bubblewrap != null && command.writes().isEmpty()));
    if (user != null) {
      argv.addAll(switched(user, command));
    }
    argv.addAll(command.argv());
    return argv;
  }

  private static List<String> switched(CageUser user, Command command) {
    List<String> words =
        new ArrayList<>(List.of("setpriv", "--reuid", Integer.toString(user.uid())));
    words.addAll(List.of("--regid", Integer.toString(user.gid())));
    // A device such as /dev/kvm belongs to the group of those who may open it.
    List<String> groups =
        command.devices().stream().map(Cage::group).filter(group -> !group.equals("0")).toList();
    words.addAll(
        groups.isEmpty()
            ? List.of("--clear-groups")
            : List.of("--groups", String.join(",", groups)));
    words.addAll(List.of("--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "--"));
    return words;
  }

  private static String group(Path device) {
    return HostIo.get(
        "cannot stat " + device, () -> String.valueOf(Files.getAttribute(device, "unix:gid")));
  }

  /** Returns whether another user can reach all paths of a command without binds. */
  private static boolean reaches(Command command) {
    return Stream.of(command.reads(), command.writes(), List.of(command.directory()))
        .flatMap(List::stream)
        .map(path -> path.toAbsolutePath().normalize().getParent())
        .flatMap(directory -> Stream.iterate(directory, f -> f != null, Path::getParent))
        .distinct()
        .allMatch(directory -> (mode(directory) & OTHERS_ENTER) != 0);
  }

  /**
   * Returns a copy for another user. A directory that only the harness may enter, such as a
   * temporary one, is replaced by the files in it.
   */
  private Command readable(Command command) {
    List<Path> reads = new ArrayList<>();
    for (Path path : command.reads()) {
      boolean directory = Files.isDirectory(path);
      int needed = directory ? OTHERS_READ | OTHERS_ENTER : OTHERS_READ;
      if ((mode(path) & needed) == needed) {
        reads.add(path);
      } else if (directory && bubblewrap != null) {
        reads.addAll(inside(path));
      } else {
        throw new UserError(
            path.toString(),
            "cannot be read by the account " + CageUser.NAME + ", which programs run as",
            "make it readable: chmod -R o+rX " + path);
      }
    }
    return command.reading(reads.toArray(Path[]::new));
  }

  private static List<Path> inside(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::exists).toList();
    } catch (IOException e) {
      throw new InfraError("cannot list " + directory + ": " + e.getMessage(), e);
    }
  }

  private static int mode(Path path) {
    return HostIo.get("cannot stat " + path, () -> (Integer) Files.getAttribute(path, "unix:mode"));
  }

  /** Returns the account, if the harness runs as root and the account exists. */
  static Optional<CageUser> user(boolean root) {
    return root ? CageUser.find(Path.of("/etc/passwd")) : Optional.empty();
  }
}
