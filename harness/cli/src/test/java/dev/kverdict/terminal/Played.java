package dev.kverdict.terminal;

import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.record.Glimpse;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** A run that is played: a test says what happens, and how much time goes by. */
final class Played {

  private long nanos = 1;
  final RunState state = new RunState("case.yaml", () -> nanos);

  Played seconds(long seconds) {
    nanos += seconds * 1_000_000_000L;
    return this;
  }

  Played event(Event event) {
    state.accept(event);
    return this;
  }

  Played glimpse(Glimpse glimpse) {
    state.accept(glimpse);
    return this;
  }

  Played begins(String name, int cells) {
    return event(new Event.RunStarted(name, "runs/x", cells));
  }

  Played plans(String kernel, @Nullable String patch, String repro, int trials, boolean rough) {
    return event(new Event.TrialsPlanned(kernel, patch, repro, trials, rough));
  }

  Played boots(String machine, String console) {
    return glimpse(new Glimpse.MachineStarted(machine, () -> console));
  }

  /** Trials that end, each after some seconds; 0 if they come from the store. */
  Played trials(String kernel, @Nullable String patch, String repro, int count, int seconds) {
    for (int number : IntStream.rangeClosed(1, count).toArray()) {
      TrialId id = new TrialId(kernel, patch, repro, TrialId.PLAIN, number);
      if (seconds > 0) {
        boots(id.toString(), "");
      }
      seconds(seconds);
      glimpse(new Glimpse.MachineEnded(id.toString()));
      event(
          new Event.TrialEnded(
              id, Outcome.Kind.CLEAN, "", seconds * 1000L, seconds == 0, "trials/" + number));
    }
    return this;
  }

  Played built(String kernel) {
    return event(new Event.BuildEnded(kernel, BuildOutcome.Kind.BUILT, 1));
  }

  Played decided(String patch, String repro, VerdictKind kind) {
    return event(new Event.CellDecided("k", patch, repro, kind, "a reason", 1));
  }

  List<String> screen(int columns, int rows) {
    return Panel.of(state, columns, rows).stream().map(AttributedString::toString).toList();
  }
}
