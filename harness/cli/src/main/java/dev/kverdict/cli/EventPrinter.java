package dev.kverdict.cli;

import dev.kverdict.record.Event;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Prints what a person wants to follow: by default everything but the start of each trial. */
final class EventPrinter implements Consumer<Event> {

  private final PrintWriter out;
  private final boolean verbose;

  EventPrinter(PrintWriter out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  @Override
  public synchronized void accept(Event event) {
    if (verbose || !(event instanceof Event.TrialStarted)) {
      out.println(event.line().replaceAll("[^\\x20-\\x7e]", "?"));
      out.flush();
    }
  }
}
