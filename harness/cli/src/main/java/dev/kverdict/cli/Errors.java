package dev.kverdict.cli;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Turns exceptions into one line and an exit code; the stack trace is for --verbose and the run's
 * log.
 */
final class Errors implements CommandLine.IExecutionExceptionHandler {

  static final int USAGE = 2;
  static final int BROKEN = 4;

  /** Puts an error into the log of the run that it ended; the terminal gets one line of its own. */
  static void log(Exception error) {
    // Asked for only here: to set up logging takes longer than to answer --help.
    LoggerFactory.getLogger(Errors.class).info("ended by an error", error);
  }

  @Override
  public int handleExecutionException(
      Exception error, CommandLine command, CommandLine.ParseResult result) {
    PrintWriter err = command.getErr();
    log(error);
    if (result.hasMatchedOption("--verbose")) {
      error.printStackTrace(err);
    }
    if (error instanceof UserError) {
      err.println("kverdict: " + error.getMessage());
      return USAGE;
    }
    if (error instanceof InfraError) {
      err.println("kverdict: " + error.getMessage());
      return BROKEN;
    }
    err.println("kverdict: a bug in kverdict itself: " + error);
    err.println("run again with --verbose and report what it prints");
    return BROKEN;
  }
}
