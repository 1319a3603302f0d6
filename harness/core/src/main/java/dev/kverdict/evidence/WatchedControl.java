package dev.kverdict.evidence;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.TestedKernel;
import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.TrialId;
import dev.kverdict.verdict.Exposure;
import dev.kverdict.verdict.Watched;
import java.time.Duration;
import java.util.List;

/** A trial of the control that counts for nothing, and shows what its program could not do. */
public final class WatchedControl {

  /** What is missing shows at the start of a program. */
  private static final Exposure SHORT = new Exposure(Duration.ofSeconds(10), List.of());

  private WatchedControl() {}

  /** Waits for that trial; a program that declares its steps tells by itself. */
  public static Watched of(TestedKernel kernel, ReproducerDef program) {
    if (!program.endless()) {
      return Watched.NONE;
    }
    return kernel
        .side(null, program)
        .map(side -> side.exposed(SHORT).booting().evidence(TrialId.WATCHED, 1, 1).get(0))
        .map(trial -> of(trial.evidence().agent()))
        .orElse(Watched.NONE);
  }

  private static Watched of(AgentRecord agent) {
    return new Watched(agent.failedCalls(), agent.lastWords());
  }
}
