package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.guest.AgentMessage;
import dev.kverdict.record.TrialTrace;
import dev.kverdict.trial.Moments;
import org.junit.jupiter.api.Test;

class MomentLogTest {

  private final MomentLog log = new MomentLog();

  @Test
  void momentsAreToldInTheirOrder() {
    log.at(Moments.STARTING);
    log.said(new AgentMessage.Hello("6.1", "00", 0));
    log.said(new AgentMessage.Heartbeat());
    log.said(new AgentMessage.Answer(1, "loaded", "fs", true, ""));
    log.said(new AgentMessage.Output(false, "ok 1 - open\n"));
    log.said(new AgentMessage.Exit(2, 0, 0, false, true, 0));
    assertThat(log.told("one").moments())
        .extracting(TrialTrace.Moment::what)
        .containsExactly(
            Moments.STARTING,
            Moments.HELLO,
            "agent: loaded fs",
            "program: ok 1 - open",
            Moments.EXITED);
    assertThat(log.told("one").moments())
        .extracting(TrialTrace.Moment::millis)
        .isSorted()
        .allSatisfy(ms -> assertThat(ms).isNotNegative());
  }

  @Test
  void whatDidNotHappenHasNoTime() {
    log.at(Moments.STARTING);
    assertThat(log.when(Moments.ENDED)).isEmpty();
    assertThat(log.between(Moments.STARTING, Moments.ENDED)).isEmpty();
    log.at(Moments.ENDED);
    assertThat(log.between(Moments.STARTING, Moments.ENDED)).isNotEmpty();
  }

  @Test
  void aTalkativeGuestDoesNotFillTheMemory() {
    for (int i = 0; i < 100_000; i++) {
      log.said(new AgentMessage.Output(false, "more"));
    }
    assertThat(log.told("flood").moments()).hasSizeLessThan(2000);
  }
}
