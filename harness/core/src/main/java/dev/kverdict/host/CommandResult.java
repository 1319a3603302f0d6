package dev.kverdict.host;

import java.util.List;

/**
 * How a finished command went.
 *
 * @param command what ran
 * @param exitCode its exit code, 128 + n when signal n ended it
 * @param timedOut whether its time limit ended it
 * @param output its standard output and error in the order they came, the last {@value #MAX_LINES}
 *     lines
 */
public record CommandResult(Command command, int exitCode, boolean timedOut, List<String> output) {

  /** How many lines of output are kept. */
  public static final int MAX_LINES = 2000;

  public CommandResult {
    output = List.copyOf(output);
  }

  /** Whether it ended by itself with exit code 0. */
  public boolean ok() {
    return exitCode == 0 && !timedOut;
  }

  /** One line for an error: the program, how it ended, and its last words. */
  public String summary() {
    String last = output.isEmpty() ? "no output" : output.get(output.size() - 1);
    String end = timedOut ? "timed out after " + command.timeout() : "exit code " + exitCode;
    return command.argv().get(0) + ": " + end + ": " + last;
  }
}
