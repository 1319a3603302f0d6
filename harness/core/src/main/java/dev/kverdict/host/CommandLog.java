package dev.kverdict.host;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs every program that a lane runs, at debug level: how it ended, how long it took, and its
 * arguments, as a line to paste into a shell unless something in it was escaped or cut.
 */
public final class CommandLog {

  private static final Logger LOG = LoggerFactory.getLogger(CommandLog.class);

  /** Most characters logged of the arguments; QEMU's have some two thousand. */
  static final int MOST = 4000;

  private static final double NANOS = 1e9;

  private CommandLog() {}

  /** Runs a program to its end and logs it. */
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

  /** Starts a background program, and logs its start and its end. */
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

  /** Quotes each argument for a shell. */
  private static String words(List<String> argv) {
    return argv.stream()
        .map(
            word -> word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
