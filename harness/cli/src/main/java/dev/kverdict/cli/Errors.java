package dev.kverdict.cli;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Turns exceptions into one line and an exit code; the stack trace goes to the run's log, and to
 * the terminal with --verbose.
 */
final class Errors implements CommandLine.IExecutionExceptionHandler {

  static final int USAGE = 2;
  static final int BROKEN = 4;

  /** The most characters of a line; a path may have 4096. */
  static final int LONGEST = 6000;

  /** Returns the exit code of a command that could not do its work for want of something. */
  static int broken(CommandLine command) {
    int own = command.getCommandSpec().exitCodeOnExecutionException();
    return own == CommandLine.ExitCode.SOFTWARE ? BROKEN : own;
  }

  /** Returns what an error says, without what a terminal would obey. */
  static String said(Exception error) {
    return String.valueOf(error.getMessage())
        .lines()
        .map(line -> Printable.line(line, LONGEST))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** Writes an error to the log of the run that it ended. */
  static void log(Exception error) {
    // Looked up only here: setting up logging takes longer than answering --help.
    LoggerFactory.getLogger(Errors.class).info("ended by an error", error);
  }

  /** Input and output that fail are the host's fault, not a bug. */
  private static Exception known(Exception error) {
    if (error instanceof UncheckedIOException unchecked) {
      return HostIo.failed(Objects.requireNonNull(unchecked.getCause()));
    }
    return error instanceof IOException failure ? HostIo.failed(failure) : error;
  }

  @Override
  public int handleExecutionException(
      Exception error, CommandLine command, CommandLine.ParseResult result) {
    PrintWriter err = command.getErr();
    log(error);
    // The given result is that of the top-level command.
    if (command.getParseResult().hasMatchedOption(Terminal.VERBOSE)) {
      error.printStackTrace(err);
    }
    Exception known = known(error);
    if (known instanceof UserError || known instanceof InfraError) {
      err.println("kverdict: " + said(known));
      return known instanceof UserError ? USAGE : broken(command);
    }
    err.println("kverdict: a bug in kverdict itself: " + error);
    err.println("run it again with --verbose and report the output");
    return broken(command);
  }
}
