package dev.kverdict.host;

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

/** Turns a command into the words that run it caged on this machine. */
final class Cage {

  private static final int OTHERS_READ = 0004;
  private static final int OTHERS_ENTER = 0001;
  private static final Ownership NOBODY = Ownership.none();

  private final @Nullable Bubblewrap bubblewrap;
  private final @Nullable CageUser user;
  private final Ownership loans;

  /**
   * @param bubblewrap null when there is none that works
   * @param user whom programs run as, or null when they run as us
   */
  Cage(@Nullable Bubblewrap bubblewrap, @Nullable CageUser user) {
    this.bubblewrap = bubblewrap;
    this.user = user;
    this.loans = user == null ? Ownership.none() : Ownership.to(user.uid(), user.gid());
  }

  CageKind kind() {
    if (bubblewrap != null) {
      return user == null ? CageKind.BUBBLEWRAP : CageKind.BUBBLEWRAP_AND_USER;
    }
    return user == null ? CageKind.NONE : CageKind.USER;
  }

  /**
   * How one command is caged.
   *
   * @param argv the words to run
   * @param env their whole environment
   * @param kind the cage's kind
   * @param loan what its user was lent, to be closed when it ended
   */
  record Caged(List<String> argv, Map<String, String> env, CageKind kind, Ownership.Loan loan) {}

  /** A command as it is. */
  static Caged uncaged(Command command) {
    return new Caged(
        command.argv(), ProgramStarter.environment(command), CageKind.NONE, NOBODY.lend(List.of()));
  }

  /**
   * A command in this cage; its user has been lent what it writes.
   *
   * @throws UserError when its user could not read what it reads
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

  /** The words alone. */
  List<String> words(Command command, CageLimits limits) {
    List<String> argv = new ArrayList<>();
    if (bubblewrap != null) {
      argv.addAll(bubblewrap.words(command, user != null));
    }
    argv.addAll(limits.words(command));
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
    // A device of the machine's, such as /dev/kvm, belongs to a group of those who may open it.
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
    try {
      return String.valueOf(Files.getAttribute(device, "unix:gid"));
    } catch (IOException e) {
      throw new InfraError("cannot look at " + device + ": " + e.getMessage(), e);
    }
  }

  /** Whether another user gets to all that a command names, when nothing is bound for it. */
  private static boolean reaches(Command command) {
    return Stream.of(command.reads(), command.writes(), List.of(command.directory()))
        .flatMap(List::stream)
        .map(path -> path.toAbsolutePath().normalize().getParent())
        .flatMap(folder -> Stream.iterate(folder, f -> f != null, Path::getParent))
        .distinct()
        .allMatch(folder -> (mode(folder) & OTHERS_ENTER) != 0);
  }

  /**
   * The same command for another user: of a folder that only we may enter, such as a temporary one,
   * what is in it is shown.
   */
  private Command readable(Command command) {
    List<Path> reads = new ArrayList<>();
    for (Path path : command.reads()) {
      boolean folder = Files.isDirectory(path);
      int needed = folder ? OTHERS_READ | OTHERS_ENTER : OTHERS_READ;
      if ((mode(path) & needed) == needed) {
        reads.add(path);
      } else if (folder && bubblewrap != null) {
        reads.addAll(inside(path));
      } else {
        throw new UserError(
            path.toString(),
            "cannot be read by the account " + CageUser.NAME + ", which programs run as",
            "chmod -R o+rX it");
      }
    }
    return command.reading(reads.toArray(Path[]::new));
  }

  private static List<Path> inside(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::exists).toList();
    } catch (IOException e) {
      throw new InfraError("cannot look at " + folder + ": " + e.getMessage(), e);
    }
  }

  private static int mode(Path path) {
    try {
      return (Integer) Files.getAttribute(path, "unix:mode");
    } catch (IOException e) {
      throw new InfraError("cannot look at " + path + ": " + e.getMessage(), e);
    }
  }

  /** The account, when we are root and it is there. */
  static Optional<CageUser> user(boolean root) {
    return root ? CageUser.find(Path.of("/etc/passwd")) : Optional.empty();
  }
}
