package dev.kverdict.pool;

import dev.kverdict.record.Glimpse;
import dev.kverdict.trial.LastLine;
import dev.kverdict.trial.TrialListener;
import java.util.function.Consumer;

/**
 * Shows machines while they run.
 *
 * @param glimpses is told, from several threads
 */
record Onlooker(Consumer<Glimpse> glimpses) {

  /**
   * Shows a machine from its start to its end.
   *
   * @param machine what it is for
   * @param listener hears of its steps
   * @param run runs it, and passes its steps and its console to what it is given
   */
  void watch(String machine, TrialListener listener, Consumer<TrialListener> run) {
    LastLine console = new LastLine(listener);
    glimpses.accept(new Glimpse.MachineStarted(machine, console));
    try {
      run.accept(console);
    } finally {
      glimpses.accept(new Glimpse.MachineEnded(machine));
    }
  }
}
