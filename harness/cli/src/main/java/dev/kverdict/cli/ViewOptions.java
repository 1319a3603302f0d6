package dev.kverdict.cli;

import dev.kverdict.terminal.Detail;
import dev.kverdict.terminal.EventView;
import dev.kverdict.terminal.LineView;
import dev.kverdict.terminal.LiveView;
import dev.kverdict.terminal.RunState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** How a run shows itself: shared by the commands that judge. */
final class ViewOptions {

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the verdicts only.")
  private boolean quiet;

  /** Returns whether nothing but verdicts is printed. */
  boolean quiet() {
    return quiet;
  }

  /**
   * Begins to follow a run on standard output: drawn where it is a terminal, else in lines.
   *
   * @param what what runs, until it has a name of its own
   */
  RunWatch open(Terminal terminal, Path what) {
    RunState state = new RunState(String.valueOf(what.getFileName()));
    Session session = terminal.session();
    return new RunWatch(view(terminal, session, state), state, session.interruption());
  }

  /** Begins to follow a run on standard error, in lines. */
  RunWatch openOnError(Terminal terminal) {
    return new RunWatch(
        new LineView(terminal.line().getErr(), detail(terminal, Detail.PLAIN)),
        new RunState(""),
        terminal.session().interruption());
  }

  private EventView view(Terminal terminal, Session session, RunState state) {
    OutputStream raw = session.raw();
    if (!quiet && raw != null && LiveView.fits(System.getenv())) {
      try {
        return LiveView.open(
            detail(terminal, Detail.ABOVE_VIEW),
            state,
            terminal.out(),
            session.outputs(),
            raw,
            System.getenv());
      } catch (IOException e) {
        // Lines say the same.
        LoggerFactory.getLogger(ViewOptions.class).info("no live view: {}", e.getMessage());
      }
    }
    return new LineView(terminal.out(), detail(terminal, Detail.PLAIN));
  }

  private Detail detail(Terminal terminal, Detail usual) {
    return quiet ? Detail.QUIET : terminal.verbose() ? Detail.VERBOSE : usual;
  }
}
