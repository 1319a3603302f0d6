package dev.kverdict.campaign;

import dev.kverdict.kernel.BuildProgress;
import dev.kverdict.record.Event;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Turns a build's progress into events, not more than a person can read, and keeps its log. */
final class BuildTeller implements BuildProgress {

  /** A full kernel has about 1,600 objects: a line every few seconds. */
  private static final int EVERY = 50;

  private final Consumer<Event> events;
  private final BuildLogs logs;

  BuildTeller(Consumer<Event> events, BuildLogs logs) {
    this.events = events;
    this.logs = logs;
  }

  @Override
  public void failed(String kernel, Path log) {
    logs.keep(kernel, log);
  }

  @Override
  public void moved(String kernel, String step, int objects) {
    if (objects % EVERY == 0) {
      events.accept(new Event.BuildMoved(kernel, step, objects));
    }
  }

  @Override
  public void note(String kernel, String text) {
    events.accept(new Event.Note("kernel " + kernel + ": " + text));
  }
}
