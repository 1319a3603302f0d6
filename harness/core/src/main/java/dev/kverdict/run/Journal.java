package dev.kverdict.run;

import dev.kverdict.record.Event;
import dev.kverdict.record.TrialLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Everything that happens in a run: written to its log, passed on, and its trials listed. */
public final class Journal implements Consumer<Event>, AutoCloseable {

  private final EventLog log;
  private final Consumer<Event> listener;
  private final List<TrialLine> trials = new ArrayList<>();

  /**
   * Begins the journal of a run.
   *
   * @param listener is passed every event, from several threads
   */
  public Journal(RunFolder folder, Consumer<Event> listener) {
    this.log = EventLog.open(folder.file("events.jsonl"));
    this.listener = listener;
  }

  @Override
  public void accept(Event event) {
    boolean precious = event instanceof Event.RunEnded;
    if (event instanceof Event.TrialEnded ended) {
      precious = !ended.fromStore(); // what the store gave it can give again
      synchronized (trials) {
        trials.add(
            new TrialLine(
                ended.trial(),
                ended.outcome(),
                ended.detail(),
                ended.millis(),
                ended.fromStore(),
                ended.folder()));
      }
    }
    log.append(event, precious);
    listener.accept(event);
  }

  /** The number of trials so far that ran in this run. */
  public int ran() {
    synchronized (trials) {
      return (int) trials.stream().filter(trial -> !trial.fromStore()).count();
    }
  }

  /** The trials so far, in the order in which they ended. */
  public List<TrialLine> trials() {
    synchronized (trials) {
      return List.copyOf(trials);
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
