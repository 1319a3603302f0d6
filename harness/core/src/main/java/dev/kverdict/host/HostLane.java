package dev.kverdict.host;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs programs on this machine, in a cage if one works here (docs/cage.md). */
public final class HostLane implements Lane {

  /** Variable that makes running a program without a cage an error. */
  public static final String REQUIRE = "KVERDICT_REQUIRE_CAGE";

  /**
   * Kills its whole process group on a signal, which the parent-death signal sends when the JVM
   * dies. The first argument is the JVM's process id: if that is no longer the parent, the signal
   * was set too late to arrive. The second is the lock file: every member inherits descriptor 9,
   * read-only, with the lock on it, and the file's text is the id of the process group.
   */
  private static final String FAMILY =
      "trap 'kill -KILL 0' TERM INT HUP; [ \"$PPID\" = \"$1\" ] || exit 125; "
          + ": >>\"$2\"; exec 9<\"$2\"; flock -n 9 || exit 126; echo $$ >\"$2\"; shift 2; "
          + "\"$@\" & wait $!";

  private static final String CHILD = "[ \"$PPID\" = \"$1\" ] || exit 125; shift; exec \"$@\"";

  private final Supplier<CageProbe.Found> found;
  private final CageLimits limits;
  private final boolean required;

  /** Creates a lane with the best cage that works here; the environment may require one. */
  public HostLane() {
    this(System.getenv());
  }

  /** Creates a lane with an environment whose variables may require a cage and set its limits. */
  public HostLane(Map<String, String> env) {
    this(CageProbe::here, env);
  }

  /**
   * @param found called when the first program is to be caged
   */
  HostLane(Supplier<CageProbe.Found> found, Map<String, String> env) {
    this.found = found;
    this.limits = CageLimits.of(env);
    this.required = env.getOrDefault(REQUIRE, "").equals("1");
  }

  @Override
  public String name() {
    return Lanes.HOST;
  }

  @Override
  public CageReport cage() {
    return found.get().report();
  }

  private Cage.Caged caged(Command command) {
    requireProgram(command);
    if (command.chore() || isQuestion(command)) {
      return Cage.uncaged(command);
    }
    Cage.Caged caged = found.get().cage().of(command, limits);
    if (required && caged.kind() == CageKind.NONE) {
      throw new UserError(
          REQUIRE + "=1",
          command.argv().get(0) + " would run without a cage",
          found.get().remedy().isEmpty()
              ? "let every user enter the directories above " + command.directory()
              : found.get().remedy());
    }
    return caged;
  }

  /** A system program given only trusted arguments needs no cage. */
  private static boolean isQuestion(Command command) {
    return command.directory().getNameCount() == 0
        && command.argv().get(0).indexOf('/') < 0
        && command.reads().isEmpty()
        && command.writes().isEmpty()
        && command.devices().isEmpty();
  }

  @Override
  public CommandResult run(Command command) {
    return CommandLog.ran(command, () -> Children.living(alone(command)));
  }

  private CommandResult alone(Command command) {
    try (Cage.Caged caged = caged(command)) {
      return ShortProgram.run(command, caged);
    }
  }

  @Override
  public CommandResult build(Command command, Path lock, Consumer<String> lines) {
    return CommandLog.ran(command, () -> Children.living(family(command, lock, lines)));
  }

  private CommandResult family(Command command, Path lock, Consumer<String> lines) {
    try (Cage.Caged caged = caged(command)) {
      return family(command, caged, lock, lines);
    }
  }

  private CommandResult family(
      Command command, Cage.Caged caged, Path lock, Consumer<String> lines) {
    List<String> argv = new ArrayList<>(List.of("setpriv", "--pdeathsig", "TERM"));
    argv.addAll(List.of("sh", "-c", FAMILY, "sh", Long.toString(ProcessHandle.current().pid())));
    argv.add(lock.toString());
    argv.addAll(caged.argv());
    CageLimits most = command.chore() ? CageLimits.NONE : limits;
    OutputTail tail = new OutputTail();
    Consumer<String> sink = lines.andThen(tail::add);
    Ended ended;
    String reason;
    // Created before the build starts, so that its first writes count, too.
    try (BuildWatch watch = new BuildWatch(command.writes(), most)) {
      Process process = ProgramStarter.instance().start(argv, caged.env(), command);
      HostProgram family = HostProgram.family(process, caged.kind());
      watch.begin(() -> Usage.below(process.toHandle()), family::end);
      try {
        ended = Ended.of(command, family, family::end, family::awaitEnd, sink);
      } finally {
        family.end();
      }
      watch.lookOnceMore();
      if (!watch.fault().isEmpty()) {
        throw new InfraError(command.argv().get(0) + " was ended: " + watch.fault());
      }
      reason = watch.reason();
    }
    requireFree(lock, command);
    if (!reason.isEmpty()) {
      sink.accept(reason);
    }
    return new CommandResult(command, ended.code(), ended.late(), tail.lines(), reason);
  }

  /** Checks that all processes of a family are gone: each one holds its lock. */
  private void requireFree(Path lock, Command command) {
    Command wait = Command.beside(lock, "flock", "-w", "30", lock.toString(), "true");
    if (!run(wait.asChore()).ok()) {
      throw new InfraError(
          "processes started by "
              + command.argv().get(0)
              + " are still running after 30 s; end them");
    }
  }

  @Override
  public RunningProgram start(Command command) {
    return started(command, ProgramStarter.instance()::start);
  }

  @Override
  public RunningProgram converse(Command command) {
    return started(command, ProgramStarter.instance()::startWithInput);
  }

  private interface Starter {
    Process start(List<String> argv, Map<String, String> env, Command command);
  }

  private RunningProgram started(Command command, Starter starter) {
    return CommandLog.started(
        command,
        () -> {
          Cage.Caged caged = caged(command);
          try {
            return HostProgram.lent(starter.start(tied(caged), caged.env(), command), caged);
          } catch (RuntimeException | Error e) {
            caged.close();
            throw e;
          }
        });
  }

  /** Returns the command line of a child that dies with the JVM. */
  private static List<String> tied(Cage.Caged caged) {
    List<String> argv = new ArrayList<>();
    List<String> words = caged.argv();
    if (caged.kind() == CageKind.USER) {
      // A change of user clears the signal, so it is set afterwards.
      int end = words.lastIndexOf("--no-new-privs") + 1;
      argv.addAll(words.subList(0, end));
      words = words.subList(end + 1, words.size());
      argv.addAll(List.of("--pdeathsig", "KILL", "--"));
    } else {
      argv.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
    }
    argv.addAll(List.of("sh", "-c", CHILD, "sh", Long.toString(ProcessHandle.current().pid())));
    argv.addAll(words);
    return argv;
  }

  private static void requireProgram(Command command) {
    String program = command.argv().get(0);
    if (program.indexOf('/') >= 0) {
      return; // starting it will fail if it is missing
    }
    if (!ProgramStarter.exists(program, command.directory(), ProgramStarter.environment(command))) {
      throw new InfraError(program + " is not installed; ./kverdict doctor says how to install it");
    }
  }
}
