package dev.kverdict.verdict;

import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.Outcome;
import java.util.Optional;

/** Rules on what is not proved in a trial that seems clean. */
final class ProofRules {

  private ProofRules() {}

  /** Judges by the first missing proof. */
  static Optional<Outcome> missing(TrialFacts facts) {
    AgentRecord agent = facts.agent();
    if (!agent.faults().isEmpty()) {
      return Optional.of(
          ProgramRules.notRun(facts, "agent", "the agent: " + String.join("; ", agent.faults())));
    }
    if (!taintKnown(facts)) {
      return Optional.of(
          ProgramRules.notRun(facts, "taint", "the kernel's taint bits are not known"));
    }
    return StartRules.unknownKernel(facts);
  }

  private static boolean taintKnown(TrialFacts facts) {
    Long end = facts.agent().taintEnd();
    if (facts.agent().taintStart() != null) {
      return end != null;
    }
    // They are first read after the mount. Bits are never cleared: if none is set at the end, none
    // was before.
    return facts.mountRefused() && end != null && end == 0;
  }
}
