package dev.kverdict.campaign;

import dev.kverdict.record.Event;
import dev.kverdict.run.RunFolder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Opens the source of a run's kernels and trials: this host, or something in its place. */
@FunctionalInterface
public interface Sources {

  /** This host. */
  Sources HOST = (host, folder, events) -> host.get();

  /**
   * Opens the source.
   *
   * @param host opens this host's compilers and machines, for whoever needs them
   * @param folder the directory of the run, where each trial's evidence goes
   * @param events is told of every trial
   */
  Source open(Supplier<Source> host, RunFolder folder, Consumer<Event> events);
}
