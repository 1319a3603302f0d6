package dev.kverdict.verdict;

import static dev.kverdict.verdict.CellSketch.BUG;
import static dev.kverdict.verdict.CellSketch.repro;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.SeriesStep.Effect;
import dev.kverdict.record.VerdictKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SeriesStepsTest {

  /** Returns a place written as {@code repro=KIND,guard=KIND}. */
  private static SeriesSteps.Place place(String text) {
    Map<String, SeriesSteps.Shown> shown = new LinkedHashMap<>();
    for (String one : text.strip().split(" +")) {
      String[] parts = one.split("=");
      shown.put(parts[0], new SeriesSteps.Shown(VerdictKind.valueOf(parts[1]), "why"));
    }
    return new SeriesSteps.Place(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a=NOT_FIXED          | a=NOT_FIXED              | NO_CHANGE   | as before, a is NOT_FIXED
          a=NOT_FIXED          | a=FIXED                  | FIXES       | a is FIXED
          a=NOT_FIXED b=NOT_FIXED | a=FIXED b=NOT_FIXED   | FIXES       | a is FIXED; b is still NOT_FIXED
          a=FIXED              | a=NOT_FIXED              | BREAKS      | a was FIXED before it, and is NOT_FIXED with it: why
          a=FIXED              | a=FIXED                  | NO_CHANGE   | as before, a is FIXED
          a=NOT_FIXED g=FIXED  | a=FIXED g=BROKE_GUARD    | BREAKS      | g was FIXED before it, and is BROKE_GUARD with it: why
          a=NOT_FIXED          | a=BOOT_FAILED            | BREAKS      | a was NOT_FIXED before it, and is BOOT_FAILED
          a=NOT_FIXED          | a=DIFFERENT_CRASH        | BREAKS      | and is DIFFERENT_CRASH
          a=NOT_FIXED          | a=NEW_FINDING            | BREAKS      | and is NEW_FINDING
          a=DIFFERENT_CRASH    | a=DIFFERENT_CRASH        | NO_CHANGE   | as before
          a=DIFFERENT_CRASH    | a=NOT_FIXED              | NO_CHANGE   | as before
          a=BOOT_FAILED        | a=FIXED                  | FIXES       | a is FIXED
          a=NOT_FIXED          | a=SUSPECT_MASKING        | CANNOT_TELL | and is SUSPECT_MASKING with it: why
          a=SUSPECT_MASKING    | a=NOT_FIXED              | CANNOT_TELL | a was SUSPECT_MASKING
          a=FIXED              | a=INCONCLUSIVE           | CANNOT_TELL | a was FIXED before it, and is INCONCLUSIVE
          a=NOT_REPRODUCED     | a=NOT_REPRODUCED         | NO_CHANGE   | as before, a is NOT_REPRODUCED
          a=NOT_FIXED b=FIXED  | a=INCONCLUSIVE b=NOT_FIXED | BREAKS    | b was FIXED
          """)
  void aPatchAnswersForWhatComesWithIt(String before, String with, Effect effect, String reason) {
    SeriesSteps.Judged judged = SeriesSteps.judge(place(before), place(with));
    assertThat(judged.effect()).isEqualTo(effect);
    assertThat(judged.reason()).contains(reason);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAsBeforeIsNobodysFault(VerdictKind kind) {
    SeriesSteps.Place same = place("a=" + kind);
    assertThat(SeriesSteps.judge(same, same).effect()).isEqualTo(Effect.NO_CHANGE);
  }

  @Test
  void aPatchThatDoesNotApplyOrBuildBreaksTheSeries() {
    assertThat(SeriesSteps.unbuilt(BuildOutcome.patchRejected(List.of("hunk 3"))))
        .isEqualTo(new SeriesSteps.Judged(Effect.BREAKS, "it does not apply: hunk 3"));
    assertThat(SeriesSteps.unbuilt(BuildOutcome.buildFailed(List.of("f.c:3"))).effect())
        .isEqualTo(Effect.BREAKS);
    assertThat(SeriesSteps.unbuilt(BuildOutcome.hostFault(List.of("no space"))).effect())
        .isEqualTo(Effect.CANNOT_TELL);
    assertThat(SeriesSteps.unbuilt(BuildOutcome.alreadyApplied(List.of())).effect())
        .isEqualTo(Effect.CANNOT_TELL);
    assertThatThrownBy(() -> SeriesSteps.unbuilt(BuildOutcome.built("d")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The first patch of a series is compared with the control, the next with the first. */
  @Test
  void beforeTheFirstPatchTheReproducerFailsAndTheGuardHolds() {
    SeriesSteps.Place before =
        SeriesSteps.Place.control(
            List.of(TrialSketch.clean().program(), guard("guard")), "the control");
    assertThat(SeriesSteps.judge(before, place("cow=FIXED guard=FIXED")).reason())
        .isEqualTo("cow is FIXED");
    assertThat(SeriesSteps.judge(before, place("cow=NOT_FIXED guard=BROKE_GUARD")).reason())
        .isEqualTo("guard was FIXED before it, and is BROKE_GUARD with it: why");
  }

  @Test
  void aPlaceIsKnownByItsVerdictsAndTheirFirstReasons() {
    SeriesSteps.Place broken =
        SeriesSteps.Place.of(List.of(repro().patched(1, CellSketch.bug()).verdict()));
    assertThat(broken.shown()).containsOnlyKeys("cow");
    assertThat(SeriesSteps.judge(place("cow=FIXED"), broken).reason())
        .startsWith("cow was FIXED before it, and is NOT_FIXED with it: detail of " + BUG);
  }

  private static ReproducerDef guard(String name) {
    ReproducerDef one = TrialSketch.clean().guard().program();
    return new ReproducerDef(name, one.program(), one.running(), one.steps(), null, List.of());
  }
}
