package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.Reports;
import dev.kverdict.report.VerdictTable;
import dev.kverdict.terminal.Detail;
import dev.kverdict.terminal.LineView;
import dev.kverdict.terminal.RunState;
import java.io.PrintWriter;
import java.nio.file.Path;
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
      names = {"-v", VERBOSE},
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

  /** Returns what the commands of this process share. */
  Session session() {
    Object root = line().getCommandSpec().root().userObject();
    return root instanceof Kverdict whole ? whole.session() : Session.within();
  }

  /** Returns whether every event is printed. */
  boolean verbose() {
    return verbose;
  }

  /** Begins to follow trials that give no verdict on a patch, in lines. */
  RunWatch following(PrintWriter writer) {
    return new RunWatch(
        new LineView(writer, verbose ? Detail.VERBOSE : Detail.PLAIN),
        new RunState(""),
        session().interruption());
  }

  /**
   * Prints the table of a run, and where the page is that shows it.
   *
   * @param run the run's directory
   */
  void printTable(RunResult result, Path run) {
    print(VerdictTable.of(result, session().columns(VerdictTable.WIDTH)));
    Reports.page(run).ifPresent(page -> print("report:   " + page + System.lineSeparator()));
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
