package dev.kverdict.cli;

import dev.kverdict.UserError;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The terminal of a command, and what every command prints on it. */
final class Terminal {

  /** The option that {@link Errors} looks for. */
  static final String VERBOSE = "--verbose";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = VERBOSE,
      scope = ScopeType.INHERIT,
      description = "Print every event of a run, and stack traces of errors.")
  private boolean verbose;

  /** Returns the command line, as picocli parsed it. */
  CommandLine line() {
    return Objects.requireNonNull(spec).commandLine();
  }

  /** Returns the standard output. */
  PrintWriter out() {
    return line().getOut();
  }

  /** Returns a printer of events on the standard output. */
  EventPrinter events() {
    return eventsOn(out());
  }

  /** Returns a printer of events. */
  EventPrinter eventsOn(PrintWriter writer) {
    return new EventPrinter(writer, verbose);
  }

  /** Prints a text and flushes the standard output. */
  void print(String text) {
    out().print(text);
    out().flush();
  }

  /**
   * Returns the value of an option.
   *
   * @throws UserError when it is not between 1 and {@code most}
   */
  static int inRange(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new UserError(option + " " + value, "is out of range", "use 1 to " + most);
    }
    return value;
  }
}
