package dev.kverdict.verdict;

import static dev.kverdict.verdict.CellSketch.ALL;
import static dev.kverdict.verdict.CellSketch.BUG;
import static dev.kverdict.verdict.CellSketch.bug;
import static dev.kverdict.verdict.CellSketch.clean;
import static dev.kverdict.verdict.CellSketch.guard;
import static dev.kverdict.verdict.CellSketch.outcome;
import static dev.kverdict.verdict.CellSketch.repro;
import static dev.kverdict.verdict.CellSketch.unbuilt;
import static dev.kverdict.verdict.CellSketch.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.patch.PatchEffect;
import dev.kverdict.patch.Site;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Finding;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each rule on a cell says to a person, and when it holds its tongue. */
class CellRulesTest {

  private static final Outcome HANG = outcome(Outcome.Kind.HUNG, "task hung", 2);

  private static Arguments says(CellRule rule, CellSketch cell, @Nullable String reason) {
    return Arguments.of(Named.of(reason == null ? "nothing" : reason, rule), cell, reason);
  }

  private static CellFacts facts(CellSketch cell) {
    return CellFacts.of(cell.cell());
  }

  private static Outcome restored(Outcome outcome, String machine) {
    return new Outcome(
        outcome.kind(),
        outcome.title(),
        outcome.detail(),
        outcome.stepsPassed(),
        outcome.settled(),
        outcome.site(),
        machine,
        outcome.findings(),
        null);
  }

  private static Outcome finding(Outcome outcome, Finding.Kind kind, String title) {
    return new Outcome(
        outcome.kind(),
        outcome.title(),
        outcome.detail(),
        outcome.stepsPassed(),
        outcome.settled(),
        outcome.site(),
        outcome.snapshot(),
        List.of(new Finding(kind, title, "read-back", 3, "detail of " + title)),
        null);
  }

  private static Reached reached(Reached.Answer answer) {
    return new Reached(answer, "no line of it ran", List.of());
  }

  static Stream<Arguments> words() {
    return Stream.of(
        says(CaseRules::patchFate, repro(), null),
        says(
            CaseRules::patchFate,
            unbuilt(BuildOutcome.patchRejected(List.of())),
            "the patch does not apply"),
        says(
            CaseRules::patchFate,
            unbuilt(BuildOutcome.buildFailed(List.of())),
            "the patched kernel does not build"),
        says(
            CaseRules::patchFate,
            unbuilt(BuildOutcome.hostFault(List.of())),
            "the host did not build the patched kernel"),
        says(
            CaseRules::patchFate,
            unbuilt(BuildOutcome.alreadyApplied(List.of())),
            "the source has the patch already"),
        says(
            CaseRules::patchFate,
            unbuilt(BuildOutcome.noChange(List.of())),
            "what can run is the same as without it"),
        says(CaseRules::patchFate, unbuilt(BuildOutcome.buildFailed(List.of("a.c:1"))), "a.c:1"),
        says(
            CaseRules::patchFate,
            with(
                unbuilt(BuildOutcome.buildFailed(List.of("a.c:1"))),
                c -> c.controlBuild = BuildOutcome.buildFailed(List.of())),
            null),
        says(CaseRules::untrusted, repro(), null),
        says(
            CaseRules::untrusted,
            with(repro(), c -> c.missed = "KASAN missed it"),
            "KASAN missed it"),
        says(CaseRules::caseError, repro(), null),
        says(
            CaseRules::caseError,
            with(repro(), c -> c.controlBuild = BuildOutcome.buildFailed(List.of("a.c:1"))),
            "the control does not build: a.c:1"),
        says(
            CaseRules::caseError,
            with(repro(), c -> c.controlBuild = BuildOutcome.buildFailed(List.of())),
            "the control does not build"),
        says(
            CaseRules::caseError,
            with(repro(), c -> c.controlBuild = BuildOutcome.hostFault(List.of("make was ended"))),
            "the host did not build the control: make was ended"),
        says(
            CaseRules::caseError,
            new CellSketch().control(5, CellSketch.NO_BOOT),
            "on the control: detail of no user space"),
        says(
            CaseRules::caseError,
            with(new CellSketch().control(5, HANG), c -> c.guard = true),
            "the guard fails on the control: detail of task hung"),
        says(CaseRules::caseError, new CellSketch().control(5, HANG), null),
        says(
            CaseRules::caseError,
            with(new CellSketch().control(5, CellSketch.HOST), c -> c.guard = true),
            null),
        says(CaseRules::notReproduced, repro(), null),
        says(CaseRules::notReproduced, guard(), null),
        says(CaseRules::notReproduced, new CellSketch(), null),
        says(
            CaseRules::notReproduced,
            new CellSketch().control(3, clean()).control(1, HANG),
            "the control never failed as expected; it showed 3 x CLEAN, 1 x HUNG (task hung)"),
        says(CountRules::infraError, repro().patched(5, clean()), null),
        says(CountRules::infraError, repro(), "no patched trial ran"),
        says(CountRules::infraError, new CellSketch().patched(5, clean()), "no control trial ran"),
        says(
            CountRules::infraError,
            repro().patched(5, CellSketch.HOST),
            "in a patched trial, in spite of retries: detail of host"),
        says(
            CountRules::controlInfraError,
            new CellSketch().control(1, CellSketch.HOST),
            "in a control trial, in spite of retries: detail of host"),
        says(CountRules::controlInfraError, repro().patched(1, CellSketch.HOST), null),
        says(CountRules::unproven, repro().patched(5, clean()), null),
        says(CountRules::unproven, repro().patched(1, HANG).patched(4, restored(HANG, "m1")), null),
        says(
            CountRules::unproven,
            repro().patched(4, clean()).patched(1, restored(HANG, "m1")),
            "only trials that went on from a saved machine show HUNG (task hung): no boot does"),
        says(
            CountRules::unproven,
            repro()
                .patched(4, clean())
                .patched(
                    1, finding(restored(clean(), "m1"), Finding.Kind.FILE_SYSTEM, "bad block")),
            "only trials that went on from a saved machine show file system (bad block): no boot"
                + " does"),
        says(CountRules::timeout, repro().patched(5, clean()), null),
        says(CountRules::timeout, repro().patched(1, CellSketch.SLOW), "detail of time limit"),
        says(
            CountRules::inconclusive,
            repro().patched(2, clean()).patched(1, bug()),
            "only 2 of 3 patched trials were clean; the others showed what the control shows:"
                + " 2 x CLEAN, 1 x FAILED_AS_EXPECTED (kernel BUG in cow)"),
        says(PatchedRules::notFixed, repro().patched(5, clean()), null),
        says(
            PatchedRules::notFixed,
            repro().patched(4, clean()).patched(1, bug()),
            "detail of kernel BUG in cow in 1 of 5 patched trials;"
                + " the control failed in 5 of 5"),
        says(
            PatchedRules::notFixed,
            repro().patched(1, bug()).patched(2, restored(bug(), "m1")),
            "detail of kernel BUG in cow in 3 of 3 patched trials, in 2 that were restored and 1"
                + " that booted; the control failed in 5 of 5"),
        says(PatchedRules::newFailure, repro().patched(5, clean()), null),
        says(PatchedRules::newFailure, repro().patched(1, HANG), "detail of task hung"),
        says(
            PatchedRules::newFailure,
            repro().patched(1, HANG).patched(1, restored(HANG, "m1")),
            "detail of task hung, in 1 that were restored and 1 that booted"),
        says(PatchedRules::newFailure, repro().control(1, HANG).patched(1, HANG), null),
        says(
            PatchedRules::unmasked,
            repro().patched(1, outcome(Outcome.Kind.HUNG, "late", ALL)),
            "detail of late, at a step that no control trial lived to reach: unmasked or new,"
                + " cannot tell"),
        says(PatchedRules::brokeGuard, repro().patched(1, HANG), null),
        says(
            PatchedRules::brokeGuard,
            guard().patched(1, HANG),
            "detail of task hung; the control passed in 5 of 5"),
        says(PatchedRules::brokeGuard, guard().patched(1, CellSketch.SLOW), null),
        says(
            PatchedRules::refused,
            repro().patched(1, CellSketch.REFUSAL),
            "detail of move:EPERM; the failure may be gone because the work is: if that is right,"
                + " list it under accepts:"),
        says(PatchedRules::refused, repro().accepting("move").patched(1, CellSketch.REFUSAL), null),
        says(PatchedRules::didNotRun, repro().patched(1, CellSketch.IDLE), "detail of move"),
        says(
            PatchedRules::didNotRun,
            repro().patched(1, CellSketch.LATE_REFUSAL),
            "detail of late:EPERM, and no control trial lived to try it"),
        says(FindingRules::added, repro().patched(5, clean()), null),
        says(
            FindingRules::added,
            with(
                repro().control(1, clean()),
                c -> c.patched(2, finding(clean(), Finding.Kind.DISK, "I/O error"))),
            "disk at read-back in 2 of 2 patched trials: detail of I/O error; control trials"
                + " passed that place without it"),
        says(
            FindingRules::unmasked,
            repro().patched(2, finding(clean(), Finding.Kind.DISK, "I/O error")),
            "disk at read-back in 2 of 2 patched trials: detail of I/O error; no control trial"
                + " lived that long: unmasked or new, cannot tell"),
        says(
            FindingRules::unmasked,
            new CellSketch().patched(2, finding(clean(), Finding.Kind.DISK, "I/O error")),
            null),
        says(ProofOfPatchRules::suspectMasking, repro().patched(5, clean()), null),
        says(
            ProofOfPatchRules::suspectMasking,
            with(repro().patched(5, clean()), c -> c.suspicions = List.of("edits it")),
            "edits it"),
        says(
            ProofOfPatchRules::suspectMasking,
            with(
                repro().patched(5, clean()),
                c -> {
                  c.suspicions = List.of("edits it");
                  c.dataCheckFixed = true;
                }),
            null),
        says(
            ProofOfPatchRules::suspectMasking,
            with(guard().patched(5, clean()), c -> c.suspicions = List.of("edits it")),
            null),
        says(
            ProofOfPatchRules::unreached,
            with(repro().patched(5, clean()), c -> c.reached = reached(Reached.Answer.NO)),
            "the failure is gone in 5 of 5 trials, and not by this patch: no line of it ran"),
        says(
            ProofOfPatchRules::unreached,
            with(guard().patched(5, clean()), c -> c.reached = reached(Reached.Answer.NO)),
            null),
        says(
            ProofOfPatchRules::unreached,
            with(repro().patched(5, clean()), c -> c.reached = reached(Reached.Answer.YES)),
            null));
  }

  @ParameterizedTest
  @MethodSource("words")
  void aRuleSaysWhatItFound(CellRule rule, CellSketch cell, @Nullable String reason) {
    assertThat(rule.judge(facts(cell)).map(verdict -> verdict.reasons().get(0)).orElse(null))
        .isEqualTo(reason);
  }

  @Test
  void aSuspicionIsFollowedByWhatTheTrialsAreWorthAndTheOtherSuspicions() {
    Verdict verdict =
        ProofOfPatchRules.suspectMasking(
                facts(with(repro().patched(5, clean()), c -> c.suspicions = List.of("a", "b"))))
            .orElseThrow();
    assertThat(verdict.reasons())
        .hasSize(3)
        .startsWith("a")
        .endsWith("b")
        .element(1)
        .asString()
        .contains("the report is gone in 5 of 5 trials");
  }

  @Test
  void aFindingIsSplitByWhereItWasSeen() {
    CellFacts facts =
        facts(
            repro()
                .patched(1, finding(clean(), Finding.Kind.DISK, "I/O error"))
                .patched(2, finding(restored(clean(), "m1"), Finding.Kind.DISK, "I/O error")));
    JudgedFinding found = facts.proven(JudgedFinding.Status.UNMASKED).orElseThrow();
    assertThat(facts.split(found)).isEqualTo(", in 2 that were restored and 1 that booted");
    assertThat(facts.proven(JudgedFinding.Status.NEW)).isEmpty();
  }

  @Test
  void whatToTryNextIsWhatIsNotDoneAlready() {
    CellSketch cell = new CellSketch().control(4, clean()).control(1, CellSketch.WARNING);
    assertThat(NextTry.words(facts(cell)))
        .contains("if 'WARNING in w' is the bug", "smp: 2", "KASAN", "another image than disk");
    assertThat(NextTry.words(facts(new CellSketch().control(5, HANG)))).contains("'task hung'");
    CellSketch done = new CellSketch().control(5, CellSketch.DEATH);
    done.processors = 2;
    done.detectors = List.of("KASAN");
    assertThat(NextTry.words(facts(done))).doesNotContain("is the bug", "smp: 2", "KASAN");
    assertThat(NextTry.words(facts(new CellSketch().control(5, outcome(Outcome.Kind.HUNG, "", 2)))))
        .doesNotContain("is the bug");
  }

  private static final Outcome OTHER_HANG = outcome(Outcome.Kind.HUNG, "lock", 2);

  @Test
  void aChargeIsShownByWhatIsTheSame() {
    Charge hang = Charge.of(HANG);
    assertThat(hang.shownBy(restored(HANG, "m1"))).isTrue();
    assertThat(hang.shownBy(OTHER_HANG)).isFalse();
    assertThat(hang.shownBy(outcome(Outcome.Kind.TIMEOUT, "task hung", 2))).isFalse();
    assertThat(hang.words()).isEqualTo("HUNG (task hung)");
    assertThat(Charge.of(clean()).words()).isEqualTo("CLEAN");
    Outcome disk = finding(clean(), Finding.Kind.DISK, "I/O error");
    Charge error = Charge.of(disk, disk.findings().get(0));
    assertThat(error.shownBy(disk)).isTrue();
    assertThat(error.shownBy(finding(HANG, Finding.Kind.DISK, "I/O error"))).isTrue();
    assertThat(error.shownBy(finding(clean(), Finding.Kind.DISK, "other"))).isFalse();
    assertThat(error.shownBy(clean())).isFalse();
    assertThat(error.words()).isEqualTo("disk (I/O error)");
    Outcome unnamed = finding(clean(), Finding.Kind.DISK, "");
    assertThat(Charge.of(unnamed, unnamed.findings().get(0)).words()).isEqualTo("disk");
  }

  @ParameterizedTest
  @CsvSource({
    "CLEAN, false, false",
    "INFRA, false, false",
    "FAILED_AS_EXPECTED, false, true",
    "FAILED_OTHERWISE, true, true",
    "REFUSED, true, true",
    "HUNG, true, true",
    "TIMEOUT, true, true",
    "VM_DIED, true, true",
    "NOT_RUN, true, true",
    "BOOT_FAILED, true, true"
  })
  void aControlIsChargedWithWhatIsNotUsual(Outcome.Kind kind, boolean repro, boolean guard) {
    Outcome outcome = outcome(kind, "title", 2);
    assertThat(Charges.againstControl(false).of(outcome)).hasSize(repro ? 1 : 0);
    assertThat(Charges.againstControl(true).of(outcome)).hasSize(guard ? 1 : 0);
  }

  private static List<String> charges(
      CellSketch cell, Outcome patched, Supplier<List<Finding>> known) {
    return Charges.againstPatch(cell.cell().program(), cell.control, known).of(patched).stream()
        .map(Charge::words)
        .toList();
  }

  private static final Supplier<List<Finding>> NOBODY_ASKS =
      () -> {
        throw new AssertionError("asked");
      };

  @Test
  void aPatchIsChargedWithWhatIsNotCleanAndWhatTheControlDoesNotShow() {
    Outcome disk = finding(clean(), Finding.Kind.DISK, "I/O error");
    assertThat(charges(repro(), clean(), NOBODY_ASKS)).isEmpty();
    assertThat(charges(repro(), bug(), NOBODY_ASKS))
        .containsExactly("FAILED_AS_EXPECTED (" + BUG + ")");
    assertThat(charges(repro(), CellSketch.HOST, NOBODY_ASKS)).isEmpty();
    assertThat(charges(repro(), disk, List::of)).containsExactly("disk (I/O error)");
    assertThat(charges(repro().control(1, disk), disk, NOBODY_ASKS)).isEmpty();
    assertThat(charges(repro(), disk, disk::findings)).isEmpty();
    assertThat(charges(repro(), disk, () -> finding(bug(), Finding.Kind.DISK, "b").findings()))
        .hasSize(1);
    assertThat(charges(repro(), finding(HANG, Finding.Kind.DISK, "I/O error"), List::of))
        .containsExactly("HUNG (task hung)", "disk (I/O error)");
    assertThat(charges(repro().accepting("move"), CellSketch.REFUSAL, NOBODY_ASKS)).isEmpty();
    assertThat(charges(repro(), CellSketch.REFUSAL, NOBODY_ASKS)).hasSize(1);
  }

  @Test
  void bothSidesOfACellAreKnownByTheirOutcomes() {
    CellOutcomes none = new CellOutcomes(List.of(), List.of());
    assertThat(none.controlFailed()).isFalse();
    assertThat(none.patchedClean()).isFalse();
    assertThat(none.usedAny(Set.of("m1"))).isFalse();
    CellOutcomes good =
        new CellOutcomes(List.of(clean(), bug()), List.of(clean(), restored(clean(), "m1")));
    assertThat(good.controlFailed()).isTrue();
    assertThat(good.patchedClean()).isTrue();
    assertThat(good.usedAny(Set.of("m1", "m2"))).isTrue();
    assertThat(good.usedAny(Set.of("m2"))).isFalse();
    CellOutcomes bad = new CellOutcomes(List.of(restored(HANG, "m2")), List.of(clean(), HANG));
    assertThat(bad.controlFailed()).isFalse();
    assertThat(bad.patchedClean()).isFalse();
    assertThat(bad.usedAny(Set.of("m2"))).isTrue();
  }

  private static Outcome at(Outcome.Kind kind, @Nullable String site) {
    return new Outcome(kind, BUG, BUG, 2, false, site, null, List.of(), null);
  }

  private static final String EDIT =
      """
      --- a/fs/f.c
      +++ b/fs/f.c
      @@ -1,6 +1,6 @@
       int f(int a)
       {
      -	BUG_ON(a);
      +	WARN_ON(a);
       	keep(a);
       	return a;
       }
      """;

  @Test
  void whereTheCaseFailedIsKnownByItsOwnFailuresAlone() {
    assertThat(
            Masking.sites(
                List.of(
                    at(Outcome.Kind.FAILED_AS_EXPECTED, "fs/f.c:3"),
                    at(Outcome.Kind.FAILED_AS_EXPECTED, "fs/f.c:3"),
                    at(Outcome.Kind.FAILED_AS_EXPECTED, null),
                    at(Outcome.Kind.FAILED_AS_EXPECTED, "f+0x1"),
                    at(Outcome.Kind.FAILED_OTHERWISE, "fs/f.c:5"))))
        .containsExactly(Site.of("fs/f.c:3").orElseThrow());
  }

  @Test
  void aPatchThatEditsWhatFiredIsSuspect() {
    PatchEffect effect = PatchEffect.of(EDIT, "edit");
    assertThat(suspicions(effect, "fs/f.c:3"))
        .contains("the patch edits the statement that fired, fs/f.c:3: BUG_ON(a);")
        .anyMatch(line -> line.contains(" at fs/f.c:"));
    assertThat(suspicions(effect, "fs/f.c:4"))
        .noneMatch(line -> line.contains("statement that fired"));
    assertThat(suspicions(PatchEffect.of("", "none"), "a.c:3")).isEmpty();
  }

  /** The assertion may stand in a file that the patch does not touch. */
  @Test
  void aPatchThatSetsTheFlagThatWhatFiredAsksForIsSuspect() {
    PatchEffect effect =
        PatchEffect.of(EDIT.replace("WARN_ON(a);", "a->state |= A_LINKED;"), "edit");
    List<String> asks =
        List.of("void g(struct a *a)", "{", "\tWARN_ON(!(a->state & A_LINKED));", "}");
    List<String> reads =
        List.of("void g(struct a *a)", "{", "\tWARN_ON(a->state & A_LINKED);", "}");

    assertThat(suspicions(effect, "fs/g.c:3", Map.of("fs/g.c", asks)))
        .anyMatch(
            line ->
                line.equals(
                    "a flag set that the assertion asks for at fs/f.c:3: a->state |= A_LINKED;"));
    assertThat(suspicions(effect, "fs/g.c:3", Map.of("fs/g.c", reads)))
        .noneMatch(line -> line.contains("flag"));
    assertThat(suspicions(effect, "fs/g.c:9", Map.of("fs/g.c", asks)))
        .noneMatch(line -> line.contains("flag"));
  }

  private static List<String> suspicions(PatchEffect effect, String site) {
    return suspicions(effect, site, Map.of());
  }

  private static List<String> suspicions(
      PatchEffect effect, String site, Map<String, List<String>> source) {
    return Masking.suspicions(
        effect,
        List.of(at(Outcome.Kind.FAILED_AS_EXPECTED, site)),
        file -> Optional.ofNullable(source.get(file)));
  }

  @Test
  void anotherStatementIsAnotherBugOnlyWhereTheControlFailedElsewhere() {
    PatchEffect effect = PatchEffect.of(EDIT, "edit");
    List<Outcome> patched = List.of(at(Outcome.Kind.FAILED_AS_EXPECTED, "fs/f.c:5"));
    List<Outcome> control =
        List.of(
            at(Outcome.Kind.FAILED_AS_EXPECTED, "fs/f.c:4"),
            at(Outcome.Kind.FAILED_OTHERWISE, "fs/f.c:5"));
    CellOutcomes told = new CellOutcomes(control, patched).distinguished(effect);
    assertThat(told.patched())
        .extracting(Outcome::kind)
        .containsExactly(Outcome.Kind.FAILED_OTHERWISE);
    assertThat(told.control()).isEqualTo(control);
  }
}
