package dev.kverdict.verdict;

import static dev.kverdict.verdict.TrialSketch.BUG;
import static dev.kverdict.verdict.TrialSketch.clean;
import static dev.kverdict.verdict.TrialSketch.passing;
import static dev.kverdict.verdict.TrialSketch.silentProgram;
import static dev.kverdict.verdict.TrialSketch.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashType;
import dev.kverdict.record.AgentRecord.ProgramExit;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Finding;
import dev.kverdict.record.ImageCheck;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Resources;
import dev.kverdict.record.StuckTask;
import dev.kverdict.witness.Complaint;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each rule on a trial says to a person, and when it holds its tongue. */
class TrialRulesTest {

  private static Arguments says(OutcomeRule rule, TrialSketch trial, @Nullable String detail) {
    return Arguments.of(Named.of(detail == null ? "nothing" : detail, rule), trial, detail);
  }

  private static TrialFacts facts(TrialSketch trial) {
    return new TrialFacts(trial.evidence(), trial.program());
  }

  private static CrashReport crash(
      @Nullable String source, @Nullable String statement, boolean corrupted) {
    return new CrashReport(
        BUG,
        List.of(),
        CrashType.BUG,
        "f",
        source,
        statement,
        List.of(),
        null,
        null,
        corrupted,
        true,
        100,
        100,
        List.of(BUG));
  }

  private static TrialSketch dead(CrashReport crash) {
    return with(passing(2).cutShort(), t -> t.crashes.add(crash));
  }

  private static TrialSketch stuck(String state, boolean survived, List<String> stack) {
    return with(passing(2), t -> t.stuck.add(new StuckTask("cow", state, survived, stack)));
  }

  static Stream<Arguments> words() {
    return Stream.of(
        says(GuestRules::report, clean(), null),
        says(GuestRules::report, dead(crash(null, null, false)), BUG),
        says(GuestRules::report, dead(crash("f.c:1", null, false)), BUG + " at f.c:1"),
        says(
            GuestRules::report,
            dead(crash("f.c:1", "BUG_ON(a);", false)),
            BUG + " at f.c:1: BUG_ON(a);"),
        says(
            GuestRules::report,
            dead(crash(null, null, true)),
            BUG + " (the report is cut or mixed)"),
        says(
            GuestRules::report,
            dead(crash(null, null, false)).ending(Ending.Kind.GUEST_STOPPED, Phase.BOOT),
            BUG + ", before the program under test started"),
        says(
            GuestRules::report,
            with(
                dead(crash(null, null, false)).ending(Ending.Kind.GUEST_STOPPED, Phase.PREPARE),
                t -> t.image = null),
            BUG + ", before the program under test started"),
        says(GuestRules::hang, clean(), null),
        says(GuestRules::hang, stuck("S", false, List.of()), null),
        says(GuestRules::hang, stuck("D", false, List.of()), "task cow in state D"),
        says(
            GuestRules::hang,
            stuck("R", true, List.of("f+0x1/0x2", "g+0x1/0x2")),
            "task cow in state R in f+0x1/0x2, survived SIGKILL"),
        says(
            GuestRules::hang,
            passing(2).ending(Ending.Kind.AGENT_SILENT, Phase.RUN),
            "AGENT_SILENT in RUN"),
        says(
            GuestRules::hang,
            with(
                passing(2).ending(Ending.Kind.AGENT_SILENT, Phase.RUN),
                t -> t.guestEvents.add("RESET")),
            null),
        says(GuestRules::death, clean(), null),
        says(GuestRules::death, passing(2).cutShort(), "GUEST_STOPPED in RUN"),
        says(
            GuestRules::death,
            with(clean(), t -> t.guestEvents.addAll(List.of("RESET", "SHUTDOWN"))),
            "QEMU saw RESET, SHUTDOWN"),
        says(GuestRules::slowness, clean(), null),
        says(
            GuestRules::slowness,
            passing(2).ending(Ending.Kind.DEADLINE, Phase.RUN),
            "DEADLINE in RUN"),
        says(
            GuestRules::slowness,
            with(clean(), t -> t.timedOut = true),
            "the program did not end in time"),
        says(GuestRules::slowness, stuck("S", false, List.of()), "the program did not end in time"),
        says(GuestRules::taint, clean(), null),
        says(GuestRules::taint, with(clean(), t -> t.taintEnd = 0x3400L), null),
        says(
            GuestRules::taint,
            with(clean(), t -> t.taintEnd = 128L),
            "the kernel's taint bits went from 0 to 128"),
        says(
            GuestRules::taint,
            with(clean(), t -> t.taintEnd = 512L),
            "the kernel's taint bits went from 0 to 512"),
        says(
            GuestRules::taint,
            with(clean().crash(BUG), t -> t.taintEnd = 512L),
            "the kernel's taint bits went from 0 to 512"),
        says(GuestRules::taint, with(clean(), t -> t.taintEnd = null), null),
        says(GuestRules::taint, with(clean(), t -> t.taintStart = null), null),
        says(GuestRules::unsettled, clean(), null),
        says(
            GuestRules::unsettled,
            with(clean(), t -> t.settled = false),
            "sync and unmount did not succeed"),
        says(
            GuestRules::unsettled,
            with(clean().ending(Ending.Kind.DEADLINE, Phase.RUN), t -> t.faults.add("a")),
            "sync and unmount did not succeed: a"),
        says(StartRules::hostFault, clean(), null),
        says(
            StartRules::hostFault,
            clean().ending(Ending.Kind.HOST_FAULT, Phase.RUN),
            "HOST_FAULT in RUN"),
        says(StartRules::otherKernel, clean(), null),
        says(
            StartRules::otherKernel,
            with(clean(), t -> t.buildIds.put("ocfs2", "cc")),
            "ocfs2 has build-id cc in the guest, the artefact has bb"),
        says(
            StartRules::otherKernel,
            with(clean(), t -> t.buildIds.put("jbd2", "")),
            "jbd2 has build-id none in the guest, the artefact has none"),
        says(StartRules::unknownKernel, clean(), null),
        says(
            StartRules::unknownKernel,
            with(clean(), t -> t.buildIds.remove("vmlinux")),
            "the guest did not report the kernel's build-id"),
        says(StartRules::noUserSpace, clean(), null),
        says(
            StartRules::noUserSpace,
            with(passing(0).ending(Ending.Kind.DEADLINE, Phase.BOOT), t -> t.userSpace = false),
            "no user space: DEADLINE in BOOT"),
        says(
            StartRules::noUserSpace,
            with(passing(0).crash(BUG), t -> t.userSpace = false),
            "no user space: " + BUG),
        says(ProgramRules::failedCheck, clean(), null),
        says(
            ProgramRules::failedCheck,
            passing(3).notOk("read-back", null).exit(1),
            "check read-back failed"),
        says(ProgramRules::failedCheck, passing(3).notOk("read-back", null).exit(2), null),
        says(ProgramRules::failedCheck, passing(3).notOk("read-back", "EIO").exit(1), null),
        says(
            ProgramRules::failedCheck,
            with(passing(3).notOk("read-back", null).exit(1), t -> t.timedOut = true),
            null),
        says(ProgramRules::refusal, clean(), null),
        says(
            ProgramRules::refusal,
            passing(2).notOk("move", "EPERM").exit(4),
            "step move returned EPERM"),
        says(
            ProgramRules::refusal,
            with(
                passing(2).notOk("move", "EPERM").accepting("move"),
                t -> t.exit = new ProgramExit(-1, 9)),
            "the program ended by signal 9"),
        says(
            ProgramRules::refusal,
            passing(2).notOk("move", "EPERM").accepting("move").exit(3),
            "the program ended with exit code 3"),
        says(
            ProgramRules::refusal,
            with(passing(2).notOk("move", "EPERM").accepting("move"), t -> t.exit = null),
            "no end of the program was reported"),
        says(ProgramRules::notRun, clean(), null),
        says(
            ProgramRules::notRun,
            passing(2),
            "step move: it was not reported, the program ended with exit code 0"),
        says(
            ProgramRules::notRun,
            passing(2).notOk("move", null),
            "step move: it did not do its work"),
        says(
            ProgramRules::notRun,
            passing(2).ok("read-back"),
            "step move: 'read-back' was reported instead"),
        says(ProgramRules::notRun, clean().ok("more"), "'more' was not expected to be reported"),
        says(ProgramRules::notRun, clean().exit(7), "the program ended with exit code 7"),
        says(ProofRules::missing, clean(), null),
        says(
            ProofRules::missing,
            with(clean(), t -> t.faults.addAll(List.of("a", "b"))),
            "the agent: a; b"),
        says(
            ProofRules::missing,
            with(clean(), t -> t.taintEnd = null),
            "the kernel's taint bits are not known"),
        says(
            ProofRules::missing,
            with(clean(), t -> t.taintStart = null),
            "the kernel's taint bits are not known"));
  }

  @ParameterizedTest
  @MethodSource("words")
  void aRuleSaysWhatItFound(OutcomeRule rule, TrialSketch trial, @Nullable String detail) {
    assertThat(rule.judge(facts(trial)).map(Outcome::detail).orElse(null)).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "move, move:EPERM, true",
    "move:EPERM, move:EPERM, true",
    "move:EIO, move:EPERM, false",
    "a, a:b:EPERM, false",
    "a:b, a:b:EPERM, true",
    "'', :EPERM, true",
    "move, move, true",
    "'', move, false"
  })
  void aRefusalIsAcceptedByItsStepOrWithItsError(String accepts, String title, boolean covered) {
    assertThat(Acceptance.covers(List.of(accepts), title)).isEqualTo(covered);
    assertThat(Acceptance.title("move", "EPERM")).isEqualTo("move:EPERM");
  }

  @Test
  void anOutcomeIsSettledOnlyWhenAllWitnessesSaySo() {
    assertThat(clean().judged().settled()).isTrue();
    OutcomeRule any = f -> java.util.Optional.of(f.outcome(Outcome.Kind.CLEAN, "", ""));
    for (TrialSketch not :
        List.of(
            with(clean(), t -> t.settled = false),
            clean().ending(Ending.Kind.QUIT_BY_HOST, Phase.RUN),
            clean().ending(Ending.Kind.DEADLINE, Phase.SETTLE))) {
      assertThat(any.judge(facts(not)).orElseThrow().settled()).isFalse();
    }
  }

  @Test
  void aCrashWithoutASourceIsWhereItTrapped() {
    CrashReport trapped =
        new CrashReport(
            BUG,
            List.of(),
            CrashType.BUG,
            "f",
            null,
            null,
            List.of(),
            null,
            null,
            false,
            true,
            100,
            100,
            List.of(BUG, "RIP: 0010:f+0x1/0x2"));
    assertThat(dead(trapped).judged().site()).isEqualTo("f+0x1");
    assertThat(dead(crash("f.c:1", null, false)).judged().site()).isEqualTo("f.c:1");
    assertThat(clean().judged().site()).isNull();
  }

  @Test
  void theStepThatFailedIsTheOneThatWasDue() {
    assertThat(facts(passing(2).notOk("read-back", "EIO")).failedStep()).isEmpty();
    assertThat(facts(passing(2).notOk("move", "EIO")).failedStep()).isPresent();
    assertThat(facts(silentProgram().notOk("any", "EIO")).failedStep()).isPresent();
    assertThat(facts(silentProgram()).failedStep()).isEmpty();
  }

  private static List<Finding> findings(TrialSketch trial) {
    return Findings.of(facts(trial));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 'taint bit 0 (P)'",
    "512, 'taint bit 9 (W)'",
    "262144, 'taint bit 18 (N)'",
    "4611686018427387904, 'taint bit 62'"
  })
  void eachTaintBitIsAFinding(long end, String title) {
    assertThat(findings(with(clean(), t -> t.taintEnd = end)))
        .containsExactly(
            new Finding(
                Finding.Kind.TAINT,
                title,
                Finding.SETTLE,
                Finding.AT_SETTLE,
                title + " was set during the trial"));
  }

  @Test
  void severalTaintBitsAreSeveralFindingsButThoseThatWereThereAreNone() {
    assertThat(
            findings(
                with(
                    clean(),
                    t -> {
                      t.taintStart = 1L;
                      t.taintEnd = 1L | 4 | 128;
                    })))
        .extracting(Finding::title)
        .containsExactly("taint bit 2 (S)", "taint bit 7 (D)");
  }

  @Test
  void linesOfACheckerThatAreAlikeAreCounted() {
    assertThat(
            findings(
                with(
                    clean(),
                    t ->
                        t.imageCheck =
                            new ImageCheck(
                                "fsck",
                                List.of(
                                    new Complaint("one", "one is bad", 1),
                                    new Complaint("two", "two is bad", 2))))))
        .extracting(Finding::detail)
        .containsExactly("fsck: one is bad", "fsck: two is bad (2 lines like it)");
  }

  private static List<String> left(Resources before, Resources after) {
    return findings(
            with(
                clean(),
                t -> {
                  t.before = before;
                  t.after = after;
                }))
        .stream()
        .map(Finding::title)
        .toList();
  }

  @Test
  void onlyMoreThanAFewIsLeftOver() {
    Resources before = new Resources(0, 0);
    assertThat(left(before, new Resources(256, 8192))).isEmpty();
    assertThat(left(before, new Resources(257, 0))).containsExactly("open files");
    assertThat(left(before, new Resources(0, 8193))).containsExactly("unreclaimable slab memory");
    assertThat(left(new Resources(-1, -1), new Resources(1 << 20, 1 << 30))).isEmpty();
    assertThat(left(new Resources(1 << 20, 1 << 30), new Resources(-1, -1))).isEmpty();
  }
}
