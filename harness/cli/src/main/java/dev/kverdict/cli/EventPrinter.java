package dev.kverdict.cli;

import dev.kverdict.record.Event;
import dev.kverdict.report.EventLine;
import dev.kverdict.text.Printable;
import java.io.PrintWriter;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints the events of a run, by default all but the start of each trial. All events go to the log
 * of the run.
 */
record EventPrinter(PrintWriter out, boolean verbose) implements Consumer<Event> {

  private static final Logger LOG = LoggerFactory.getLogger(EventPrinter.class);

  @Override
  public synchronized void accept(Event event) {
    String line = EventLine.of(event);
    LOG.info("{}", line);
    Progress.ofProcess().accept(event);
    if (verbose || !(event instanceof Event.TrialStarted)) {
      out.println(Printable.ascii(line));
      out.flush();
    }
  }
}
