package dev.kverdict.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchNotesTest {

  private final List<String> told = new ArrayList<>();
  private final BenchNotes notes = new BenchNotes(event -> told.add(((Event.Note) event).text()));

  @Test
  void whatIsFoundIsKeptAndToldAtOnce() {
    Measurement found = notes.add(BenchSection.values()[0], "boot", "s", List.of(1.5, 2.25, 9.0));
    assertThat(notes.measurements()).containsExactly(found);
    assertThat(told).containsExactly(BenchSection.values()[0].label() + ": boot: 2.25 s");
  }

  @Test
  void whatCouldNotBeMeasuredIsNoMeasurement() {
    notes.without(BenchSection.values()[0], "no KVM");
    notes.say("half way");
    String why = BenchSection.values()[0].label() + ": no KVM";
    assertThat(notes.notes()).containsExactly(why);
    assertThat(notes.measurements()).isEmpty();
    assertThat(told).containsExactly(why, "half way");
  }
}
