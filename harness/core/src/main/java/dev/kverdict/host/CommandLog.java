package dev.kverdict.host;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes every program that a lane runs, at debug level: how it ended, how long it took, and its
 * arguments, in a line that a shell understands when nothing in it had to be escaped or cut.
 */
public final class CommandLog {

  private static final Logger LOG = LoggerFactory.getLogger(CommandLog.class);

  /** Characters that are kept of the arguments; what QEMU is given has some two thousand. */
  static final int MOST = 4000;

  private static final double NANOS = 1e9;

  private CommandLog() {}

  /** Runs a program to its end by something that knows how, and notes it. */
  public static CommandResult ran(Command command, Supplier<CommandResult> run) {
    long start = System.nanoTime();
    try {
      CommandResult result = run.get();
      note(end(result), start, command);
      return result;
    } catch (RuntimeException | Error e) {
      note("no result (" + e + ")", start, command);
      throw e;
    }
  }

  /** Starts a program that goes on beside us, and notes that, and its end when that comes. */
  public static RunningProgram started(Command command, Supplier<RunningProgram> start) {
    long began = System.nanoTime();
    RunningProgram program;
    try {
      program = start.get();
    } catch (RuntimeException | Error e) {
      note("not started (" + e + ")", began, command);
      throw e;
    }
    if (LOG.isDebugEnabled()) {
      note("started as process " + program.pid(), began, command);
      var unused =
          program
              .exit()
              .whenComplete(
                  (code, error) ->
                      note(
                          error == null ? "exit code " + code : "lost (" + error + ")",
                          began,
                          command));
    }
    return program;
  }

  private static String end(CommandResult result) {
    String end = "exit code " + result.exitCode();
    if (result.timedOut()) {
      end += ", at its time limit";
    }
    return result.ended().isEmpty() ? end : end + ", ended: " + result.ended();
  }

  private static void note(String end, long start, Command command) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{} after {} s in {}: {}",
          EscapedText.of(end, MOST),
          "%.3f".formatted((System.nanoTime() - start) / NANOS),
          EscapedText.of(command.directory().toString(), MOST),
          EscapedText.of(words(command.argv()), MOST));
    }
  }

  /** Each argument as a shell takes it for one. */
  private static String words(List<String> argv) {
    return argv.stream()
        .map(
            word -> word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
