package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.LogOutputStream;
import org.apache.commons.exec.PumpStreamHandler;

/** Runs programs directly on this machine. */
public final class HostLane implements Lane {

  /**
   * Ends its whole process group when told to, which the parent-death signal does when the JVM is
   * gone. The first argument is the JVM's process id: if it is no longer the parent, the signal was
   * set too late to ever come. The second is the lock file: descriptor 9, with the lock on it, is
   * inherited by every member, and the file's text is the number of the process group.
   */
  private static final String FAMILY =
      "trap 'kill -KILL 0' TERM INT HUP; [ \"$PPID\" = \"$1\" ] || exit 125; "
          + "exec 9>\"$2\"; flock -n 9 || exit 126; echo $$ >&9; shift 2; \"$@\" & wait $!";

  private static final String CHILD = "[ \"$PPID\" = \"$1\" ] || exit 125; shift; exec \"$@\"";

  @Override
  public String name() {
    return "host";
  }

  @Override
  public CommandResult run(Command command) {
    requireProgram(command);
    CommandLine line = new CommandLine(command.argv().get(0));
    // false: the argument is passed as it is; quotes in it would otherwise be eaten.
    command.argv().stream().skip(1).forEach(argument -> line.addArgument(argument, false));
    OutputTail tail = new OutputTail();
    DefaultExecutor executor =
        DefaultExecutor.builder()
            .setWorkingDirectory(command.directory().toFile())
            .setExecuteStreamHandler(new PumpStreamHandler(new Lines(tail), new Lines(tail)))
            .get();
    ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(command.timeout()).get();
    executor.setWatchdog(watchdog);
    executor.setExitValues(null); // every exit code is a result, none an exception
    try {
      int code = executor.execute(line, ProgramStarter.environment(command));
      return new CommandResult(command, code, watchdog.killedProcess(), tail.lines());
    } catch (ExecuteException e) {
      return new CommandResult(command, e.getExitValue(), watchdog.killedProcess(), tail.lines());
    } catch (IOException e) {
      throw new InfraError("cannot run " + command.argv().get(0) + ": " + e.getMessage(), e);
    }
  }

  @Override
  public CommandResult build(Command command, Path lock, Consumer<String> lines) {
    requireProgram(command);
    List<String> argv = new ArrayList<>(List.of("setsid", "setpriv", "--pdeathsig", "TERM"));
    argv.addAll(List.of("sh", "-c", FAMILY, "sh", Long.toString(ProcessHandle.current().pid())));
    argv.add(lock.toString());
    argv.addAll(command.argv());
    Process process = ProgramStarter.instance().start(argv, command);
    HostProgram family = new HostProgram(process);
    try {
      CompletableFuture<Boolean> timedOut =
          new CompletableFuture<Boolean>()
              .completeOnTimeout(true, command.timeout().toMillis(), TimeUnit.MILLISECONDS);
      CompletableFuture<Void> ending =
          timedOut.thenAccept(
              late -> {
                if (late) {
                  family.end();
                }
              });
      OutputTail tail = new OutputTail();
      try (BufferedReader output =
          new BufferedReader(new InputStreamReader(family.output(), StandardCharsets.UTF_8))) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          tail.add(line);
          lines.accept(line);
        }
      }
      int code = process.waitFor();
      boolean late = !timedOut.complete(false);
      ending.join();
      return new CommandResult(command, code, late, tail.lines());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfraError("interrupted while running " + command.argv().get(0), e);
    } catch (IOException e) {
      throw new InfraError("lost the output of " + command.argv().get(0), e);
    } finally {
      family.end();
    }
  }

  @Override
  public RunningProgram start(Command command) {
    return new HostProgram(ProgramStarter.instance().start(tied(command), command));
  }

  @Override
  public RunningProgram converse(Command command) {
    return new HostProgram(ProgramStarter.instance().startWithInput(tied(command), command));
  }

  /** The command line of a child that ends with us. */
  private static List<String> tied(Command command) {
    requireProgram(command);
    List<String> argv = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
    argv.addAll(List.of("sh", "-c", CHILD, "sh", Long.toString(ProcessHandle.current().pid())));
    argv.addAll(command.argv());
    return argv;
  }

  private static void requireProgram(Command command) {
    String program = command.argv().get(0);
    if (program.indexOf('/') >= 0) {
      return; // its absence is told by the attempt to start it
    }
    for (String folder :
        ProgramStarter.environment(command).getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return;
      }
    }
    throw new InfraError(program + " is not installed; ./kverdict doctor says how to mend it");
  }

  /** Cuts one stream into lines; each stream has its own, for two threads read them. */
  private static final class Lines extends LogOutputStream {
    private final OutputTail tail;

    Lines(OutputTail tail) {
      super(0, StandardCharsets.UTF_8);
      this.tail = tail;
    }

    @Override
    protected void processLine(String line, int level) {
      tail.add(line);
    }
  }
}
