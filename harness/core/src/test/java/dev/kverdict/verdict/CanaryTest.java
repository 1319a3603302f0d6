package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Outcome;
import dev.kverdict.record.VerdictKind;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CanaryTest {

  private static Map<Canary, Outcome> caught() {
    Map<Canary, Outcome> outcomes = new EnumMap<>(Canary.class);
    for (Canary canary : Canary.values()) {
      outcomes.put(canary, CellSketch.outcome(canary.expected(), "seen", 1));
    }
    return outcomes;
  }

  @Test
  void detectorsThatCatchAllAreTrusted() {
    assertThat(Canary.missed(caught())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Canary.class)
  void oneThatIsMissedIsEnough(Canary canary) {
    Outcome.Kind wrong =
        canary == Canary.CLEAN ? Outcome.Kind.FAILED_OTHERWISE : Outcome.Kind.CLEAN;
    Map<Canary, Outcome> outcomes = caught();
    outcomes.put(canary, CellSketch.outcome(wrong, "", 1));
    assertThat(Canary.missed(outcomes).orElseThrow())
        .contains("canary " + canary.program().running().args().get(0), "was " + wrong);
    outcomes.remove(canary);
    assertThat(Canary.missed(outcomes).orElseThrow()).contains("not run");
  }

  @Test
  void aKernelThatDoesNotBootIsNoFaultOfTheDetectors() {
    Map<Canary, Outcome> outcomes = caught();
    outcomes.replaceAll((c, o) -> CellSketch.outcome(Outcome.Kind.BOOT_FAILED, "panic", 0));
    assertThat(Canary.missed(outcomes)).isEmpty();
  }

  @Test
  void withoutDetectorsThereIsNoVerdict() {
    CellSketch cell = CellSketch.repro().patched(5, CellSketch.clean());
    cell.missed = "canary crash was CLEAN";
    assertThat(cell.verdict().kind()).isEqualTo(VerdictKind.INFRA_ERROR);
    assertThat(cell.verdict().reasons()).containsExactly("canary crash was CLEAN");
    assertThat(cell.controlVerdict().kind()).isEqualTo(VerdictKind.INFRA_ERROR);
  }
}
