package dev.kverdict.terminal;

import dev.kverdict.record.Event;
import dev.kverdict.record.Glimpse;
import dev.kverdict.report.EventLine;
import dev.kverdict.text.Printable;
import java.io.PrintWriter;

/** A line for each event, in printable ASCII: for pipes, files, logs of jobs and dumb terminals. */
public final class LineView implements EventView {

  private final PrintWriter out;
  private final Detail detail;

  /**
   * @param detail which events become lines
   */
  public LineView(PrintWriter out, Detail detail) {
    this.out = out;
    this.detail = detail;
  }

  @Override
  public synchronized void accept(Event event) {
    if (detail.shows(event)) {
      out.println(Printable.ascii(EventLine.of(event)));
      out.flush();
    }
  }

  @Override
  public void glimpse(Glimpse glimpse) {
    // What lasts for a moment only is no line.
  }

  @Override
  public void close() {
    out.flush();
  }
}
