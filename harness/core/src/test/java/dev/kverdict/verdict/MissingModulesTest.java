package dev.kverdict.verdict;

import static dev.kverdict.verdict.TrialSketch.clean;
import static dev.kverdict.verdict.TrialSketch.passing;
import static dev.kverdict.verdict.TrialSketch.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Evidence;
import dev.kverdict.record.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Modules that a kernel asked for while the program ran: those it got, and those nobody had. */
class MissingModulesTest {

  private static Outcome judged(TrialSketch trial) {
    return Outcomes.of(trial.evidence(), trial.program());
  }

  @Test
  void aRequestInVainDoesNotSpoilATrial() {
    assertThat(judged(with(clean(), t -> t.unanswered = List.of("net-pf-9"))).kind())
        .isEqualTo(Outcome.Kind.CLEAN);
  }

  @Test
  void itIsNamedWhereTheProgramDidNotGetOn() {
    TrialSketch refused = passing(2).notOk("move", "ENODEV").exit(4);
    refused.unanswered = List.of("fs-none", "a", "b", "c", "d", "e");
    assertThat(judged(refused).detail())
        .isEqualTo("step move returned ENODEV; the kernel asked in vain for fs-none, a, b, c, d");
  }

  @Test
  void aModuleLoadedOnDemandHasToBeTheArtefacts() {
    Evidence evidence = with(clean(), t -> t.buildIds.put("tun", "ab")).evidence();
    TrialSketch trial = clean();
    assertThat(
            Outcomes.of(
                    evidence.expecting(
                        module -> Optional.ofNullable(Map.of("tun", "ab").get(module))),
                    trial.program())
                .kind())
        .isEqualTo(Outcome.Kind.CLEAN);
    for (Optional<String> known : List.of(Optional.of("cd"), Optional.<String>empty())) {
      Outcome outcome = Outcomes.of(evidence.expecting(module -> known), trial.program());
      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.INFRA);
      assertThat(outcome.detail()).startsWith("tun has build-id ab in the guest");
    }
  }

  @Test
  void whatTheTrialExpectedBeforehandStands() {
    Evidence evidence = clean().evidence();
    assertThat(evidence.expecting(module -> Optional.of("other")).expectedBuildIds())
        .isEqualTo(evidence.expectedBuildIds());
  }
}
