package dev.kverdict.bench;

import dev.kverdict.record.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What a benchmark has found so far, told as it is found. */
final class BenchNotes {

  private final Consumer<Event> events;
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<TrialTrace> traces = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  BenchNotes(Consumer<Event> events) {
    this.events = events;
  }

  /** Keeps a measurement and returns it. */
  Measurement add(Measurement found) {
    measurements.add(found);
    say(
        String.format(
            Locale.ROOT,
            "%s: %s: %.2f %s",
            found.section(),
            found.name(),
            found.median(),
            found.unit()));
    return found;
  }

  Measurement add(BenchSection section, String name, String unit, List<Double> samples) {
    return add(new Measurement(section.label(), name, unit, samples));
  }

  void add(TrialTrace trace) {
    traces.add(trace);
  }

  /** Something that could not be measured, and why. */
  void without(BenchSection section, String why) {
    notes.add(section.label() + ": " + why);
    say(section.label() + ": " + why);
  }

  /** Tells how far it is. */
  void say(String text) {
    events.accept(new Event.Note(text));
  }

  List<Measurement> measurements() {
    return measurements;
  }

  List<TrialTrace> traces() {
    return traces;
  }

  List<String> notes() {
    return notes;
  }
}
