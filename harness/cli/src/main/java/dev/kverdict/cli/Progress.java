package dev.kverdict.cli;

import dev.kverdict.record.Event;
import dev.kverdict.text.Printable;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** How far the run of this process has come, for whoever interrupts it. */
final class Progress implements Consumer<Event> {

  /** A process has one run at a time. */
  private static final Progress OF_PROCESS = new Progress();

  private String folder = "";
  private int cells;
  private int trials;
  private final Set<String> decided = new HashSet<>();

  Progress() {}

  static Progress ofProcess() {
    return OF_PROCESS;
  }

  @Override
  public synchronized void accept(Event event) {
    if (event instanceof Event.RunStarted started) {
      folder = started.folder();
      cells = started.cells();
      trials = 0;
      decided.clear();
    } else if (event instanceof Event.TrialEnded) {
      trials++;
    } else if (event instanceof Event.CellDecided cell) {
      decided.add(String.join(" ", cell.kernel(), cell.patch(), cell.repro()));
    } else if (event instanceof Event.RunEnded) {
      folder = "";
    }
  }

  /** Returns what is known, after a colon; empty if there is no run. */
  synchronized String words() {
    return folder.isEmpty()
        ? ""
        : Printable.line(
            ": %d of %d verdicts are known, %d trials have ended; what is finished is in the store, and the same command goes on from there; so far: %s"
                .formatted(decided.size(), cells, trials, folder),
            Errors.LONGEST);
  }
}
