package dev.kverdict.sampling;

import static dev.kverdict.sampling.ScriptedSource.CLEAN;
import static dev.kverdict.sampling.ScriptedSource.HANGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import dev.kverdict.verdict.Charges;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which boots a saved machine has to be borne out by, and what takes its trials' place. */
class ConfirmedTrialsTest {

  private static final Outcome FINDS = ScriptedSource.cleanBut(Finding.Kind.FILE_SYSTEM);

  private static ScriptedSource source(ScriptedSource.Script script) {
    return new ScriptedSource(false, "p", 2, script);
  }

  private static ConfirmedTrials against(ScriptedSource source) {
    return new ConfirmedTrials(
        source, Charges.againstPatch(source.program(), List.of(ScriptedSource.FAILS), List::of));
  }

  private static long count(ConfirmedTrials trials, Outcome.Kind kind) {
    return trials.outcomes().stream().filter(o -> o.kind() == kind).count();
  }

  @Test
  void whereNothingIsAccusedNothingElseRuns() {
    ScriptedSource source = source((m, n) -> CLEAN);
    ConfirmedTrials trials = against(source);
    trials.run(source, 3);
    trials.run(source.booting(), 2);
    assertThat(source.order())
        .containsExactly("plain 1 on m1", "plain 2 on m2", "plain 3 on m1", "plain 4", "plain 5");
    assertThat(trials.size()).isEqualTo(5);
    assertThat(trials.outcomes()).hasSize(5);
  }

  @Test
  void whatABootShowsNeedsNoOther() {
    ScriptedSource source = source((m, n) -> n == 1 || n == 3 ? HANGS : CLEAN);
    ConfirmedTrials trials = against(source);
    trials.run(source.booting(), 1);
    trials.run(source, 2);
    assertThat(source.order()).containsExactly("plain 1", "plain 2 on m2", "plain 3 on m1");
    assertThat(trials.outcomes()).hasSize(3);
  }

  @Test
  void asManyBootAsCameFromTheMachineThatAccuses() {
    ScriptedSource source = source((m, n) -> n == 3 ? HANGS : CLEAN);
    ConfirmedTrials trials = against(source);
    trials.run(source, 5);
    assertThat(source.order().subList(5, 8)).containsExactly("booted 1", "booted 3", "booted 5");
    assertThat(source.discarded()).isEmpty();
    assertThat(trials.size()).isEqualTo(5);
    assertThat(trials.outcomes()).hasSize(8);
    assertThat(count(trials, Outcome.Kind.HUNG)).isEqualTo(2);
  }

  @Test
  void aMachineIsAskedAgainOnlyForWhatItsBootsDoNotShow() {
    ScriptedSource source =
        source((m, n) -> m == null ? HANGS : n == 1 ? HANGS : n == 3 ? FINDS : CLEAN);
    ConfirmedTrials trials = against(source);
    trials.run(source, 4);
    assertThat(source.discarded().keySet()).containsExactly("m1");
    assertThat(source.discarded().get("m1"))
        .isEqualTo(
            "file system (a finding) in 1 of 2 trials that went on from it,"
                + " in none of 2 that booted");
    assertThat(source.order())
        .containsExactly(
            "plain 1 on m1",
            "plain 2 on m2",
            "plain 3 on m1",
            "plain 4 on m2",
            "booted 1",
            "booted 3");
    assertThat(trials.outcomes()).as("the boots stand in the place of its trials").hasSize(4);
    assertThat(count(trials, Outcome.Kind.HUNG)).isEqualTo(2);
  }

  @Test
  void eachMachineIsPutToItsOwnTest() {
    ScriptedSource source = source((m, n) -> m != null ? FINDS : CLEAN);
    ConfirmedTrials trials = against(source);
    trials.run(source, 4);
    assertThat(source.discarded()).containsOnlyKeys("m1", "m2");
    assertThat(source.discarded().get("m2")).contains("in 2 of 2 trials that went on from it");
    assertThat(trials.outcomes()).hasSize(4).allMatch(o -> o.snapshot() == null);
  }

  @Test
  void whatSomebodyElseDiscardedIsNotConfirmedAnyMore() {
    ScriptedSource source = source((m, n) -> n <= 2 ? HANGS : CLEAN);
    ConfirmedTrials trials = against(source);
    trials.run(source, 2);
    assertThat(source.order()).endsWith("booted 1").hasSize(3);
    assertThat(trials.outcomes()).hasSize(3);
    source.discard("m1", "somebody else");
    trials.run(source, 2);
    assertThat(trials.outcomes()).as("its boots are not counted twice").hasSize(4);
    assertThat(source.order()).contains("plain 3", "plain 4 on m2");
  }
}
