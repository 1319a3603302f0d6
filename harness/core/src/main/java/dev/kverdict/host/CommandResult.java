package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The result of a finished command.
 *
 * @param command what ran
 * @param exitCode its exit code; 128 + n if signal n killed it
 * @param timedOut whether it was killed at its time limit
 * @param output its standard output and error in order of arrival, the last {@value #MAX_LINES}
 *     lines
 * @param ended which resource limit made the lane kill it, also the last line of its output; empty
 *     if none did
 */
public record CommandResult(
    Command command, int exitCode, boolean timedOut, List<String> output, String ended) {

  /** Number of output lines kept. */
  public static final int MAX_LINES = 2000;

  /** Offset that a shell and Java add to a signal's number. */
  private static final int SIGNALLED = 128;

  private static final int LAST_SIGNAL = 64; // signal(7)

  public CommandResult {
    output = List.copyOf(output);
    Objects.requireNonNull(ended, "ended");
  }

  /** Creates the result of a program that stayed within its resource limits. */
  public CommandResult(Command command, int exitCode, boolean timedOut, List<String> output) {
    this(command, exitCode, timedOut, output, "");
  }

  /** Returns whether it ended by itself with exit code 0. */
  public boolean ok() {
    return exitCode == 0 && !timedOut && ended.isEmpty();
  }

  /**
   * Returns this result if {@link #ok()}.
   *
   * @param failure starts the message, such as {@code "cannot unpack the source"}
   * @throws InfraError with that, how the program ended, and its last line of output
   */
  public CommandResult orThrow(String failure) {
    if (!ok()) {
      throw new InfraError(failure + ": " + summary());
    }
    return this;
  }

  /**
   * Returns the signal that killed it if it was not sent by the lane, but by a program of the
   * command itself, by the kernel for lack of memory, or by a person. Empty if it ended in another
   * way.
   */
  public OptionalInt foreignSignal() {
    int signal = exitCode - SIGNALLED;
    return timedOut || !ended.isEmpty() || signal < 1 || signal > LAST_SIGNAL
        ? OptionalInt.empty()
        : OptionalInt.of(signal);
  }

  /** Returns one line for an error: the program, how it ended, and its last line of output. */
  public String summary() {
    String last = output.isEmpty() ? "no output" : output.get(output.size() - 1);
    String end = timedOut ? "timed out after " + command.timeout() : "exit code " + exitCode;
    return command.argv().get(0) + ": " + end + ": " + last;
  }
}
