package dev.kverdict.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Event;
import dev.kverdict.record.VerdictKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the events of a run tell of how far it is. */
class RunStateTest {

  @Test
  void trialsAreCountedOfThoseThatArePlanned() {
    Played run =
        new Played()
            .begins("c", 2)
            .plans("k", null, "r", 5, true)
            .plans("k", "p", "r", 6, true)
            .trials("k", null, "r", 2, 3)
            .trials("k", null, "canary", 1, 3);
    assertThat(run.state.count()).isEqualTo(new RunState.Count(2, 11, true));
    run.plans("k", null, "r", 10, true);
    assertThat(run.state.count())
        .as("it failed at times only")
        .isEqualTo(new RunState.Count(2, 16, true));
    run.plans("k", null, "r", 2, false).plans("k", "p", "r", 6, false);
    assertThat(run.state.count()).isEqualTo(new RunState.Count(2, 8, false));
  }

  @Test
  void aVerdictEndsThePlanOfItsPatch() {
    Played run = new Played().begins("c", 1).plans("k", "p", "r", 6, true);
    run.decided("p", "r", VerdictKind.BUILD_FAILED);
    assertThat(run.state.count()).isEqualTo(new RunState.Count(0, 0, false));
  }

  @Test
  void theTimeLeftFollowsFromTrialsThatTookTime() {
    Played run =
        new Played().begins("c", 1).plans("k", null, "r", 5, false).plans("k", "p", "r", 7, false);
    run.trials("k", null, "r", 5, 0);
    assertThat(run.state.left()).as("all from the store").isEmpty();
    run.trials("k", "p", "r", 2, 10);
    assertThat(run.state.left()).as("too few").isEmpty();
    run.trials("k", "p", "r", 1, 10);
    assertThat(run.state.left()).contains(Duration.ofSeconds(40));
    run.event(new Event.BuildMoved("k/q", "compile", 1));
    assertThat(run.state.left()).as("nobody knows how long a build takes").isEmpty();
    run.built("k/q").trials("k", "p", "r", 4, 10);
    assertThat(run.state.left()).as("nothing is left").isEmpty();
  }

  @Test
  void howFarARunCameIsKnownWhileItGoesOn() {
    Played run = new Played();
    assertThat(run.state.words()).isEmpty();
    run.begins("c", 2).trials("k", null, "r", 3, 1);
    run.decided("p", "r", VerdictKind.FIXED).decided("p", "r", VerdictKind.NOT_FIXED);
    assertThat(run.state.words()).contains("1 of 2 verdicts are known, 3 trials have ended");
    assertThat(run.state.folder()).isEqualTo("runs/x");
    run.event(new Event.RunEnded(0, 1));
    assertThat(run.state.words()).isEmpty();
  }
}
