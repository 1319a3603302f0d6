package dev.kverdict.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kverdict.InfraError;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.EventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class VerdictTimeTest {

  private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
  private static final Offset<Double> EXACT = within(1e-9);

  private final List<EventLog.Logged> events = new ArrayList<>();

  @Test
  void theEventsOfThePatchedKernelSplitTheTime() {
    at(400, new Event.RunStarted("case", "folder", 1));
    at(900, new Event.BuildEnded("k", BuildOutcome.Kind.BUILT, 500));
    at(1000, new Event.MachineSaved("k", "after-mount", 100));
    at(8000, new Event.BuildEnded("k/p", BuildOutcome.Kind.BUILT, 7000));
    at(10_000, new Event.MachineSaved("k/p", "after-mount", 1000));
    at(10_500, new Event.MachineSaved("k/p", "after-mount", 1200));
    at(15_000, ended("p", false));
    at(15_500, new Event.MachineSaved("k", "before-modules", 500));
    at(20_500, ended("p", false));
    at(20_900, ended(null, true));
    at(21_000, new Event.CellDecided("k", "p", "r", VerdictKind.FIXED, "clean", 1));
    at(25_000, new Event.RunEnded(0, 24_000));
    VerdictTime time = VerdictTime.of(START, events, "k/p");
    assertThat(time.total()).isCloseTo(21, EXACT);
    assertThat(time.build()).isCloseTo(7.6, EXACT);
    assertThat(time.snapshots()).as("9 to 10.5 and 15 to 15.5").isCloseTo(2, EXACT);
    assertThat(time.trials()).isCloseTo(10.5, EXACT);
    assertThat(time.rest()).isCloseTo(0.9, EXACT);
  }

  @Test
  void withoutSnapshotsAndTrialsTheirPartsAreZero() {
    at(400, new Event.RunStarted("case", "folder", 1));
    at(8000, new Event.BuildEnded("k/p", BuildOutcome.Kind.NO_CHANGE, 7000));
    at(8500, new Event.CellDecided("k", "p", "r", VerdictKind.NO_CHANGE, "the same", 1));
    VerdictTime time = VerdictTime.of(START, events, "k/p");
    assertThat(time.snapshots()).isZero();
    assertThat(time.trials()).isZero();
    assertThat(time.rest()).isCloseTo(0.9, EXACT);
  }

  @Test
  void aRunWithoutVerdictHasNoTime() {
    at(400, new Event.RunStarted("case", "folder", 1));
    at(8000, new Event.BuildEnded("k/p", BuildOutcome.Kind.BUILT, 7000));
    assertThatThrownBy(() -> VerdictTime.of(START, events, "k/p")).isInstanceOf(InfraError.class);
  }

  private static Event ended(String patch, boolean fromStore) {
    return new Event.TrialEnded(
        new TrialId("k", patch, "r", TrialId.PLAIN, 1), Outcome.Kind.CLEAN, "", 1, fromStore, "");
  }

  private void at(long millis, Event event) {
    events.add(new EventLog.Logged(START.plusMillis(millis), event));
  }
}
