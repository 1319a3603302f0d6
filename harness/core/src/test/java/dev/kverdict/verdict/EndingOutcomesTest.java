package dev.kverdict.verdict;

import static dev.kverdict.record.Outcome.Kind.BOOT_FAILED;
import static dev.kverdict.record.Outcome.Kind.CLEAN;
import static dev.kverdict.record.Outcome.Kind.FAILED_AS_EXPECTED;
import static dev.kverdict.record.Outcome.Kind.HUNG;
import static dev.kverdict.record.Outcome.Kind.INFRA;
import static dev.kverdict.record.Outcome.Kind.NOT_RUN;
import static dev.kverdict.record.Outcome.Kind.TIMEOUT;
import static dev.kverdict.record.Outcome.Kind.VM_DIED;
import static dev.kverdict.verdict.OutcomeRow.row;
import static dev.kverdict.verdict.TrialSketch.BUG;
import static dev.kverdict.verdict.TrialSketch.clean;
import static dev.kverdict.verdict.TrialSketch.endlessProgram;
import static dev.kverdict.verdict.TrialSketch.passing;
import static dev.kverdict.verdict.TrialSketch.silentProgram;
import static dev.kverdict.verdict.TrialSketch.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.AgentRecord.ProgramExit;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Ran;
import dev.kverdict.record.StuckTask;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trials that do not finish: hung, slow, dead, never alive. */
final class EndingOutcomesTest {

  private static final String HUNG_TASK = "INFO: task hung in lock";

  @ParameterizedTest(name = "{0}")
  @MethodSource({"hangs", "deaths"})
  void judges(OutcomeRow row) {
    row.check();
  }

  static Stream<OutcomeRow> hangs() {
    return Stream.of(
        row("hung task report", passing(3).crash(HUNG_TASK), HUNG, HUNG_TASK, 3),
        row(
            "soft lockup",
            passing(3).crash("BUG: soft lockup in f"),
            HUNG,
            "BUG: soft lockup in f",
            3),
        row(
            "RCU stall",
            passing(3).crash("INFO: rcu detected stall in f"),
            HUNG,
            "INFO: rcu detected stall in f",
            3),
        row(
            "a hang that is the bug",
            with(passing(3), t -> t.fails = new ReproducerDef.Fails(List.of(HUNG_TASK), null))
                .crash(HUNG_TASK),
            FAILED_AS_EXPECTED,
            HUNG_TASK,
            3),
        row(
            "lost heartbeat",
            cut(3).ending(Ending.Kind.AGENT_SILENT, Phase.RUN),
            HUNG,
            "heartbeat lost",
            3),
        row("a task in uninterruptible sleep", stuck("D", false), HUNG, "task hung", 3),
        row("a task that survived SIGKILL", stuck("R", true), HUNG, "task hung", 3),
        row(
            "a hung task, then the guest stopped",
            stuck("D", false).ending(Ending.Kind.GUEST_STOPPED, Phase.RUN),
            HUNG,
            "task hung",
            3),
        row("a slow task that SIGKILL ended", stuck("R", false), TIMEOUT, "time limit", 3));
  }

  private static TrialSketch cut(int steps) {
    return passing(steps).cutShort();
  }

  private static TrialSketch stuck(String state, boolean survived) {
    return with(
        passing(3),
        t -> {
          t.stuck.add(new StuckTask("cow", state, survived, List.of("down_write+0x1/0x2")));
          t.timedOut = true;
          t.exit = survived ? null : new ProgramExit(-1, 9);
        });
  }

  static Stream<OutcomeRow> deaths() {
    return Stream.of(
        row("the guest stopped", cut(3), VM_DIED, "guest stopped", 3),
        row(
            "the guest stopped while preparing",
            cut(0).ending(Ending.Kind.GUEST_STOPPED, Phase.PREPARE),
            VM_DIED,
            "guest stopped",
            0),
        row(
            "a good ending, but the guest had reset itself",
            with(clean(), t -> t.guestEvents.add("RESET")),
            VM_DIED,
            "guest event",
            4),
        row(
            "a guest event and a taint bit",
            with(
                clean(),
                t -> {
                  t.guestEvents.add("RESET");
                  t.taintEnd = 512L;
                }),
            VM_DIED,
            "guest event",
            4),
        row(
            "lost heartbeat, because the guest panicked",
            with(
                cut(3).ending(Ending.Kind.AGENT_SILENT, Phase.RUN),
                t -> t.guestEvents.add("GUEST_PANICKED")),
            VM_DIED,
            "guest event",
            3),
        row("deadline", cut(3).ending(Ending.Kind.DEADLINE, Phase.RUN), TIMEOUT, "time limit", 3),
        row(
            "the program's time limit",
            with(passing(3), t -> t.timedOut = true).exit(0),
            TIMEOUT,
            "time limit",
            3),
        row(
            "the end of the time for a program that may run for ever",
            with(endlessProgram(), t -> t.timedOut = true),
            CLEAN,
            "",
            0),
        row(
            "such a program stuck in the kernel at that time",
            with(
                endlessProgram(),
                t -> {
                  t.timedOut = true;
                  t.stuck.add(new StuckTask("p", "D", false, List.of("f")));
                }),
            HUNG,
            "task hung",
            0),
        row(
            "such a program that cannot be killed",
            with(
                endlessProgram(),
                t -> {
                  t.timedOut = true;
                  t.exit = null;
                  t.ending(Ending.Kind.DEADLINE, Phase.RUN);
                }),
            TIMEOUT,
            "time limit",
            0),
        row(
            "such a program that gives up",
            with(
                endlessProgram(),
                t -> {
                  t.exit = new ProgramExit(1, 0);
                  t.lastWords = "mount: no such device";
                }),
            NOT_RUN,
            "end",
            0),
        row(
            "the time limit of a guard without steps",
            with(silentProgram().guard(), t -> t.timedOut = true),
            TIMEOUT,
            "time limit",
            0),
        row("no user space", noBoot(), BOOT_FAILED, "no user space", 0),
        row(
            "no user space, with a crash",
            noBoot().crash("kernel panic: no init"),
            BOOT_FAILED,
            "kernel panic: no init",
            0),
        row(
            "no user space, because of the expected crash",
            noBoot().crash(BUG),
            BOOT_FAILED,
            BUG,
            0),
        row(
            "no user space in time",
            noBoot().ending(Ending.Kind.DEADLINE, Phase.BOOT),
            BOOT_FAILED,
            "no user space",
            0),
        row("host fault", clean().ending(Ending.Kind.HOST_FAULT, Phase.RUN), INFRA, "host", 4),
        row(
            "host fault before user space",
            noBoot().ending(Ending.Kind.HOST_FAULT, Phase.BOOT),
            INFRA,
            "host",
            0));
  }

  private static TrialSketch noBoot() {
    return with(
        cut(0).ending(Ending.Kind.GUEST_STOPPED, Phase.BOOT),
        t -> {
          t.userSpace = false;
          t.buildIds.clear();
          t.taintStart = null;
        });
  }

  @Test
  void howLongAProgramRanAndWhatItDidIsPartOfTheOutcome() {
    Outcome ended = with(endlessProgram(), t -> t.timedOut = true).judged();
    assertThat(ended.ran()).isEqualTo(new Ran(6000, false, 12, List.of("tmpfs"), List.of("loop")));
    Outcome alone = with(endlessProgram(), t -> t.exit(0)).judged();
    assertThat(alone.ran().alone()).isTrue();
    Outcome died = with(endlessProgram(), TrialSketch::cutShort).judged();
    assertThat(died.ran().alone()).as("the guest died before the program ended").isFalse();
    Outcome unknown = with(endlessProgram(), t -> t.work = null).judged();
    assertThat(unknown.ran()).isEqualTo(new Ran(6000, true, 0, List.of(), List.of()));
    assertThat(with(endlessProgram(), t -> t.ranMillis = null).judged().ran()).isNull();
    assertThat(with(clean(), t -> t.ranMillis = 6000L).judged().ran())
        .as("a program that declares its steps")
        .isNull();
  }

  @Test
  void aProgramThatGivesUpIsQuoted() {
    Outcome givesUp =
        with(
                endlessProgram(),
                t -> {
                  t.exit = new ProgramExit(1, 0);
                  t.lastWords = "mount: no such device";
                })
            .judged();
    assertThat(givesUp.detail())
        .isEqualTo("the program ended with exit code 1: mount: no such device");
    assertThat(with(endlessProgram(), t -> t.exit(1)).judged().detail())
        .isEqualTo("the program ended with exit code 1");
  }
}
