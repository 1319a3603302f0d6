package dev.kverdict.run;

import dev.kverdict.build.BuildProgress;
import dev.kverdict.record.Event;
import dev.kverdict.record.Glimpse;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Turns a build's progress into events, not more than a person can read, and keeps its log.
 *
 * @param onlooker is told of each object
 */
public record BuildEvents(Consumer<Event> events, Consumer<Glimpse> onlooker, BuildLogs logs)
    implements BuildProgress {

  /** A full kernel has about 1,600 objects: a line every few seconds. */
  private static final int EVERY = 50;

  @Override
  public void failed(String kernel, Path log) {
    logs.keep(kernel, log);
  }

  @Override
  public void expects(String kernel, int objects) {
    onlooker.accept(new Glimpse.Expecting(kernel, objects));
  }

  @Override
  public void moved(String kernel, String step, int objects) {
    if (objects % EVERY == 0) {
      events.accept(new Event.BuildMoved(kernel, step, objects));
    }
    if (objects > 0) {
      onlooker.accept(new Glimpse.Compiled(kernel, objects));
    }
  }

  @Override
  public void note(String kernel, String text) {
    events.accept(new Event.Note("kernel " + kernel + ": " + text));
  }
}
