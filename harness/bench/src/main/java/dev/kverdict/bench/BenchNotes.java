package dev.kverdict.bench;

import dev.kverdict.record.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Collects the results of a benchmark and reports them as they are found. */
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
    String number = String.format(Locale.ROOT, "%.2f", found.median());
    say(found.section() + ": " + found.name() + ": " + number + " " + found.unit());
    return found;
  }

  Measurement add(BenchSection section, String name, String unit, List<Double> samples) {
    return add(new Measurement(section.label(), name, unit, samples));
  }

  void add(TrialTrace trace) {
    traces.add(trace);
  }

  /** Notes why something could not be measured. */
  void without(BenchSection section, String why) {
    notes.add(section.label() + ": " + why);
    say(section.label() + ": " + why);
  }

  /** Reports progress. */
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
