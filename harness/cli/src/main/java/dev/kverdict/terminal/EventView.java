package dev.kverdict.terminal;

import dev.kverdict.record.Event;
import dev.kverdict.record.Glimpse;
import java.util.function.Consumer;

/** Shows the events of a run as they come, from several threads. */
public sealed interface EventView extends Consumer<Event>, AutoCloseable
    permits LineView, LiveView {

  /** Takes what goes on at the moment. */
  void glimpse(Glimpse glimpse);

  /** Leaves the terminal as a program leaves it that printed lines; may be called again. */
  @Override
  void close();
}
