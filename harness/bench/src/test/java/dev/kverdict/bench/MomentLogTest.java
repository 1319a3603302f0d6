package dev.kverdict.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.guest.AgentMessage;
import dev.kverdict.trial.TrialStep;
import org.junit.jupiter.api.Test;

class MomentLogTest {

  private final MomentLog log = new MomentLog();

  @Test
  void stepsAreRecordedInTheirOrder() {
    log.at(TrialStep.STARTING);
    log.heard(new AgentMessage.Hello("6.1", "00", 0));
    log.heard(new AgentMessage.Heartbeat(1));
    log.heard(new AgentMessage.Answer(1, "loaded", "fs", true, ""));
    log.heard(new AgentMessage.Output(false, "ok 1 - open\n"));
    log.heard(new AgentMessage.Exit(2, 0, 0, false, true, 0));
    assertThat(log.trace("one").moments())
        .extracting(TrialTrace.Moment::what)
        .containsExactly(
            "QEMU is started",
            "agent: hello",
            "agent: loaded fs",
            "program: ok 1 - open",
            "program exited");
    assertThat(log.trace("one").moments())
        .extracting(TrialTrace.Moment::millis)
        .isSorted()
        .allSatisfy(ms -> assertThat(ms).isNotNegative());
  }

  @Test
  void aStepThatDidNotHappenHasNoTime() {
    log.at(TrialStep.STARTING);
    assertThat(log.when(TrialStep.ENDED)).isEmpty();
    assertThat(log.between(TrialStep.STARTING, TrialStep.ENDED)).isEmpty();
    log.at(TrialStep.ENDED);
    assertThat(log.between(TrialStep.STARTING, TrialStep.ENDED)).isNotEmpty();
  }

  @Test
  void aTalkativeGuestDoesNotFillTheMemory() {
    for (int i = 0; i < 100_000; i++) {
      log.heard(new AgentMessage.Output(false, "more"));
    }
    assertThat(log.trace("flood").moments()).hasSizeLessThan(2000);
  }
}
