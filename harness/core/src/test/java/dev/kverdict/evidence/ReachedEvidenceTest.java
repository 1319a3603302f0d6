package dev.kverdict.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.CaseParts;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.KernelUnderTest;
import dev.kverdict.pool.ScriptedTrial;
import dev.kverdict.pool.TestedKernel;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.TrialId;
import dev.kverdict.verdict.CellOutcomes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachedEvidenceTest {

  private static final ReproducerDef COW = CaseParts.crash("cow");
  private static final TrialId ANY = new TrialId("k", null, "cow", TrialId.PLAIN, 1);
  private static final Outcome CLEAN = ScriptedTrial.clean(ANY).on(null).outcome();
  private static final Outcome BUG = ScriptedTrial.bug(ANY).on(null).outcome();

  @TempDir private Path folder;
  private CountedCase counted;

  @BeforeEach
  void compile() {
    counted = CountedCase.in(folder);
    counted.shows().put("lines k", ScriptedTrial::bug);
  }

  private Reached measure(String patch, List<Outcome> control, List<Outcome> patched) {
    TestedKernel kernel = counted.script().tested(true);
    KernelUnderTest without = kernel.side(null, COW).orElseThrow();
    KernelUnderTest with = kernel.side(CaseParts.patch(patch), COW).orElseThrow();
    return new ReachedEvidence(counted.points(), Runnable::run)
        .measure(without, with, new CellOutcomes(control, patched));
  }

  @Test
  void linesThatRanAreCountedOnBothSides() {
    counted.hits().put("k", 2L);
    counted.hits().put("k/added", 5L);
    Reached reached = measure("added", List.of(BUG), List.of(CLEAN));
    assertThat(reached.answer()).isEqualTo(Reached.Answer.YES);
    assertThat(reached.places()).hasSize(1);
    assertThat(reached.places().get(0).control()).isEqualTo(2);
    assertThat(reached.places().get(0).patched()).isEqualTo(5);
    assertThat(counted.script().ran()).filteredOn(ran -> ran.contains("lines-")).hasSize(2);
  }

  @Test
  void linesThatDidNotRunWereNotReached() {
    counted.hits().put("k", 2L);
    counted.hits().put("k/added", 0L);
    assertThat(measure("added", List.of(BUG), List.of(CLEAN)).answer())
        .isEqualTo(Reached.Answer.NO);
  }

  @Test
  void aCountingTrialThatShowsSomethingElseProvesNothing() {
    counted.hits().put("k/added", 5L);
    counted.shows().put("lines k/added", id -> ScriptedTrial.of(id, Outcome.Kind.HUNG));
    Reached reached = measure("added", List.of(BUG), List.of(CLEAN));
    assertThat(reached.answer()).isEqualTo(Reached.Answer.NOT_MEASURED);
    assertThat(reached.how())
        .isEqualTo("the counting trial came out differently: HUNG, a trial that is HUNG");
  }

  @Test
  void whatASharedBootAloneShowsIsCountedAgainInABoot() {
    counted.hits().put("k/added", 5L);
    counted
        .shows()
        .put(
            "lines k/added",
            id ->
                id.series().endsWith("-booted")
                    ? ScriptedTrial.clean(id)
                    : ScriptedTrial.of(id, Outcome.Kind.HUNG));
    counted.script().sharesBoots();
    assertThat(measure("added", List.of(BUG), List.of(CLEAN)).answer())
        .isEqualTo(Reached.Answer.YES);
    assertThat(counted.script().ran())
        .filteredOn(ran -> ran.contains("k/added cow lines-"))
        .hasSize(2);
  }

  @Test
  void aControlThatShowsSomethingElseIsNotCounted() {
    counted.hits().put("k", 2L);
    counted.hits().put("k/added", 5L);
    counted.shows().put("lines k", ScriptedTrial::clean);
    Reached reached = measure("added", List.of(BUG), List.of(CLEAN));
    assertThat(reached.answer()).isEqualTo(Reached.Answer.YES);
    assertThat(reached.places().get(0).control()).isNull();
  }

  @Test
  void whatHasNoPlacesOrNoTrialsIsNotMeasured() {
    counted.hits().put("k", 2L);
    assertThat(measure("nothing", List.of(BUG), List.of(CLEAN))).isEqualTo(Reached.NOT_MEASURED);
    assertThat(measure("added", List.of(), List.of()).answer())
        .isEqualTo(Reached.Answer.NOT_MEASURABLE);
    assertThat(counted.script().ran()).noneMatch(ran -> ran.contains("lines-"));
  }
}
