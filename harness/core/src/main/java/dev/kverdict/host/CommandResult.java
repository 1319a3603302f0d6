package dev.kverdict.host;

import dev.kverdict.InfraError;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How a finished command went.
 *
 * @param command what ran
 * @param exitCode its exit code, 128 + n when signal n ended it
 * @param timedOut whether its time limit ended it
 * @param output its standard output and error in the order they came, the last {@value #MAX_LINES}
 *     lines
 * @param ended why the lane ended it before its time limit, because it used up more than it may:
 *     also the last line of its output; empty when it did not
 */
public record CommandResult(
    Command command, int exitCode, boolean timedOut, List<String> output, String ended) {

  /** How many lines of output are kept. */
  public static final int MAX_LINES = 2000;

  /** What a shell and Java add to the number of a signal. */
  private static final int SIGNALLED = 128;

  private static final int LAST_SIGNAL = 64; // signal(7)

  public CommandResult {
    output = List.copyOf(output);
    Objects.requireNonNull(ended, "ended");
  }

  /** The result of a program that used up no more than it may. */
  public CommandResult(Command command, int exitCode, boolean timedOut, List<String> output) {
    this(command, exitCode, timedOut, output, "");
  }

  /** Whether it ended by itself with exit code 0. */
  public boolean ok() {
    return exitCode == 0 && !timedOut && ended.isEmpty();
  }

  /**
   * This result, if the program ended by itself with exit code 0.
   *
   * @param failure what cannot be done when it did not
   * @throws InfraError saying that, how the program ended, and its last words
   */
  public CommandResult orThrow(String failure) {
    if (!ok()) {
      throw new InfraError(failure + ": " + summary());
    }
    return this;
  }

  /**
   * The signal that ended it although the lane sent none: a program of its own family did, the
   * kernel for want of memory, or a person. Empty when it ended in another way.
   */
  public OptionalInt foreignSignal() {
    int signal = exitCode - SIGNALLED;
    return timedOut || !ended.isEmpty() || signal < 1 || signal > LAST_SIGNAL
        ? OptionalInt.empty()
        : OptionalInt.of(signal);
  }

  /** One line for an error: the program, how it ended, and its last words. */
  public String summary() {
    String last = output.isEmpty() ? "no output" : output.get(output.size() - 1);
    String end = timedOut ? "timed out after " + command.timeout() : "exit code " + exitCode;
    return command.argv().get(0) + ": " + end + ": " + last;
  }
}
