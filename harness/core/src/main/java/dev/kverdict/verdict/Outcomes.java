package dev.kverdict.verdict;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.Outcome;
import java.util.List;
import java.util.Optional;

/** Judges the evidence of a trial. Only a trial with every proof is CLEAN. */
public final class Outcomes {

  /** The first rule that holds decides. */
  private static final List<OutcomeRule> RULES =
      List.of(
          StartRules::hostFault,
          StartRules::otherKernel,
          StartRules::noUserSpace,
          GuestRules::report,
          ProgramRules::failedCheck,
          GuestRules::hang,
          GuestRules::death,
          GuestRules::taint,
          GuestRules::slowness,
          GuestRules::unsettled,
          ProgramRules::refusal,
          ProgramRules::notRun,
          ProofRules::missing);

  private Outcomes() {}

  /** Returns the outcome of a trial. */
  public static Outcome of(Evidence evidence, ReproducerDef program) {
    TrialFacts facts = new TrialFacts(evidence, program);
    return RULES.stream()
        .map(rule -> rule.judge(facts))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(
            () -> facts.outcome(Outcome.Kind.CLEAN, "", "all steps ran and all witnesses agree"));
  }
}
