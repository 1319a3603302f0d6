package dev.kverdict.verdict;

import static dev.kverdict.record.Outcome.Kind.BOOT_FAILED;
import static dev.kverdict.record.Outcome.Kind.CLEAN;
import static dev.kverdict.record.Outcome.Kind.FAILED_AS_EXPECTED;
import static dev.kverdict.record.Outcome.Kind.FAILED_OTHERWISE;
import static dev.kverdict.record.Outcome.Kind.HUNG;
import static dev.kverdict.record.Outcome.Kind.INFRA;
import static dev.kverdict.record.Outcome.Kind.NOT_RUN;
import static dev.kverdict.record.Outcome.Kind.REFUSED;
import static dev.kverdict.record.Outcome.Kind.TIMEOUT;
import static dev.kverdict.record.Outcome.Kind.VM_DIED;
import static dev.kverdict.verdict.TrialSketch.BUG;
import static dev.kverdict.verdict.TrialSketch.clean;
import static dev.kverdict.verdict.TrialSketch.passing;
import static dev.kverdict.verdict.TrialSketch.silentProgram;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.record.AgentRecord.ProgramExit;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.StuckTask;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of outcomes, row by row, and which of two rows wins. */
final class OutcomesTest {

  private static final String HUNG_TASK = "INFO: task hung in lock";

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void judges(String name, TrialSketch trial, Outcome.Kind kind, String title, int steps) {
    Outcome outcome = trial.judged();
    assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(kind);
    assertThat(outcome.title()).isEqualTo(title);
    assertThat(outcome.stepsPassed()).isEqualTo(steps);
  }

  static Stream<Arguments> rows() {
    return Stream.of(
            cleanTrials(), crashes(), checks(), hangs(), deaths(), refusals(), others(), doubts())
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> cleanTrials() {
    return Stream.of(
        row("all proved", clean(), CLEAN, "", 4),
        row("guard, all proved", clean().guard(), CLEAN, "", 4),
        row(
            "a module of the artefact that was not loaded",
            with(clean(), t -> t.expectedBuildIds.put("unused", "cc")),
            CLEAN,
            "",
            4),
        row(
            "a taint that was there before",
            with(clean(), t -> t.taintStart = t.taintEnd = 4096L),
            CLEAN,
            "",
            4),
        row("no declared steps, exit 0", silentProgram(), CLEAN, "", 0));
  }

  private static Stream<Arguments> crashes() {
    return Stream.of(
        row("the expected crash", passing(3).crash(BUG).cutShort(), FAILED_AS_EXPECTED, BUG, 3),
        row(
            "the expected crash by another of its titles",
            passing(3).crash("stall in x", List.of(BUG), false).cutShort(),
            FAILED_AS_EXPECTED,
            "stall in x",
            3),
        row(
            "the expected crash while settling",
            clean().crash(BUG).ending(Ending.Kind.GUEST_STOPPED, Phase.SETTLE),
            FAILED_AS_EXPECTED,
            BUG,
            4),
        row(
            "the expected crash after which the guest went on",
            clean().crash(BUG),
            FAILED_AS_EXPECTED,
            BUG,
            4),
        row(
            "the expected crash, then others",
            passing(3).crash(BUG).crash("WARNING in y").cutShort(),
            FAILED_AS_EXPECTED,
            BUG,
            3),
        row(
            "another crash, then the expected one",
            passing(3).crash("WARNING in y").crash(BUG).cutShort(),
            FAILED_OTHERWISE,
            "WARNING in y",
            3),
        row(
            "a report too damaged to be believed",
            passing(3).crash(BUG, List.of(), true).cutShort(),
            FAILED_OTHERWISE,
            BUG,
            3),
        row(
            "another crash",
            passing(2).crash("WARNING in y").cutShort(),
            FAILED_OTHERWISE,
            "WARNING in y",
            2),
        row(
            "a crash in a case that fails by its check",
            clean().failsByCheck("read-back").crash(BUG),
            FAILED_OTHERWISE,
            BUG,
            4),
        row("a crash of a guard", clean().guard().crash(BUG), FAILED_OTHERWISE, BUG, 4),
        row(
            "the expected crash in the mount of the image",
            passing(0).crash(BUG).cutShort().ending(Ending.Kind.GUEST_STOPPED, Phase.PREPARE),
            FAILED_AS_EXPECTED,
            BUG,
            0),
        row(
            "the expected crash before anything under test",
            with(passing(0), t -> t.image = null)
                .crash(BUG)
                .cutShort()
                .ending(Ending.Kind.GUEST_STOPPED, Phase.PREPARE),
            FAILED_OTHERWISE,
            BUG,
            0),
        row(
            "the expected crash at the agent's first word",
            passing(0).crash(BUG).cutShort().ending(Ending.Kind.GUEST_STOPPED, Phase.BOOT),
            FAILED_OTHERWISE,
            BUG,
            0),
        row(
            "a crash, then lost heartbeat",
            passing(2).crash("WARNING in y").ending(Ending.Kind.AGENT_SILENT, Phase.RUN),
            FAILED_OTHERWISE,
            "WARNING in y",
            2),
        row(
            "a crash, then a failed check",
            passing(3)
                .failsByCheck("read-back")
                .notOk("read-back", null)
                .exit(1)
                .crash("WARNING in y"),
            FAILED_OTHERWISE,
            "WARNING in y",
            3));
  }

  private static Stream<Arguments> checks() {
    return Stream.of(
        row("the expected check", checkFailed(), FAILED_AS_EXPECTED, "check read-back", 3),
        row(
            "the expected check, with an error",
            passing(3).failsByCheck("read-back").notOk("read-back", "EIO").exit(1),
            FAILED_AS_EXPECTED,
            "check read-back",
            3),
        row(
            "the expected check, then an unmount that failed",
            with(checkFailed(), t -> t.settled = false),
            FAILED_AS_EXPECTED,
            "check read-back",
            3),
        row(
            "the expected check, then the guest stopped",
            checkFailed().ending(Ending.Kind.GUEST_STOPPED, Phase.SETTLE),
            FAILED_AS_EXPECTED,
            "check read-back",
            3),
        row(
            "the expected check, then a hang while settling",
            with(checkFailed(), t -> t.stuck.add(new StuckTask("umount", "D", true, List.of()))),
            FAILED_AS_EXPECTED,
            "check read-back",
            3),
        row(
            "the check's line without its exit code",
            checkFailed().exit(4),
            NOT_RUN,
            "read-back",
            3),
        row("the check's line, then exit 0", checkFailed().exit(0), NOT_RUN, "read-back", 3),
        row(
            "the exit code without the check's line",
            passing(3).failsByCheck("read-back").exit(1),
            NOT_RUN,
            "read-back",
            3),
        row(
            "the exit code although all is ok",
            clean().failsByCheck("read-back").exit(1),
            NOT_RUN,
            "end",
            4),
        row(
            "the check although a step before it is missing",
            passing(2).failsByCheck("read-back").notOk("read-back", null).exit(1),
            NOT_RUN,
            "move",
            2),
        row(
            "the check although a step before it failed",
            passing(2)
                .failsByCheck("read-back")
                .notOk("move", "EIO")
                .notOk("read-back", null)
                .exit(1),
            REFUSED,
            "move:EIO",
            2),
        row(
            "another check",
            passing(2).failsByCheck("read-back").notOk("move", null).exit(1),
            FAILED_OTHERWISE,
            "check move",
            2),
        row(
            "a check where a crash is expected",
            passing(3).notOk("read-back", null).exit(1),
            FAILED_OTHERWISE,
            "check read-back",
            3),
        row(
            "a guard's check",
            passing(3).guard().notOk("read-back", null).exit(1),
            FAILED_OTHERWISE,
            "check read-back",
            3));
  }

  private static TrialSketch checkFailed() {
    return passing(3).failsByCheck("read-back").notOk("read-back", null).exit(1);
  }

  private static Stream<Arguments> hangs() {
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

  private static Stream<Arguments> deaths() {
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
            "the time limit of a program without steps",
            with(silentProgram(), t -> t.timedOut = true),
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

  private static Stream<Arguments> refusals() {
    return Stream.of(
        row(
            "a step returned an error",
            passing(2).notOk("move", "EOPNOTSUPP").exit(4),
            REFUSED,
            "move:EOPNOTSUPP",
            2),
        row(
            "an error and then exit 0",
            passing(2).notOk("move", "EOPNOTSUPP").exit(0),
            REFUSED,
            "move:EOPNOTSUPP",
            2),
        row("the mount returned an error", mountRefused(), REFUSED, "mount:EUCLEAN", 0),
        row(
            "the mount for want of a module",
            with(mountRefused(), t -> t.faults.add("module ocfs2: ENOEXEC")),
            REFUSED,
            "mount:EUCLEAN",
            0),
        row(
            "accepted, all else proved",
            passing(2).notOk("move", "EPERM").exit(4).accepting("move"),
            REFUSED,
            "move:EPERM",
            2),
        row(
            "accepted mount, all else proved",
            mountRefused().accepting("mount:EUCLEAN"),
            REFUSED,
            "mount:EUCLEAN",
            0),
        row(
            "accepted, but the agent had a fault",
            with(
                passing(2).notOk("move", "EPERM").exit(4).accepting("move"),
                t -> t.faults.add("garbage")),
            NOT_RUN,
            "agent",
            2),
        row(
            "accepted, but the program died",
            with(
                passing(2).notOk("move", "EPERM").accepting("move"),
                t -> t.exit = new ProgramExit(-1, 11)),
            NOT_RUN,
            "end",
            2),
        row(
            "accepted, but no end was seen",
            with(passing(2).notOk("move", "EPERM").accepting("move"), t -> t.exit = null),
            NOT_RUN,
            "end",
            2),
        row(
            "accepted, but the kernel is not known",
            with(
                passing(2).notOk("move", "EPERM").exit(4).accepting("move"),
                t -> t.buildIds.clear()),
            INFRA,
            "build-id",
            2),
        row(
            "accepted mount, but tainted at the end",
            with(mountRefused().accepting("mount"), t -> t.taintEnd = 512L),
            NOT_RUN,
            "taint",
            0),
        row(
            "refused and tainted",
            with(passing(2).notOk("move", "EPERM").exit(4), t -> t.taintEnd = 512L),
            FAILED_OTHERWISE,
            "taint 512",
            2),
        row(
            "refused and not unmounted",
            with(passing(2).notOk("move", "EPERM").exit(4), t -> t.settled = false),
            FAILED_OTHERWISE,
            "settle",
            2),
        row(
            "a failure that a silent program prints after all",
            silentProgram().notOk("x", "EIO").exit(0),
            REFUSED,
            "x:EIO",
            0));
  }

  private static TrialSketch mountRefused() {
    return with(
        passing(0).notOk("mount", "EUCLEAN"),
        t -> {
          t.exit = null;
          t.taintStart = null;
        });
  }

  private static Stream<Arguments> others() {
    return Stream.of(
        row("a step did nothing", passing(2).notOk("move", null).exit(4), NOT_RUN, "move", 2),
        row(
            "a step did nothing and nobody minded",
            passing(2).notOk("move", null).ok("read-back").exit(0),
            NOT_RUN,
            "move",
            2),
        row("steps are missing", passing(2).exit(0), NOT_RUN, "move", 2),
        row(
            "steps are missing and the agent had a fault",
            with(passing(2), t -> t.faults.add("garbage")),
            NOT_RUN,
            "move",
            2),
        row("exit 4 without a word", passing(1).exit(4), NOT_RUN, "open", 1),
        row(
            "steps in another order",
            passing(1).ok("move").ok("open").ok("read-back"),
            NOT_RUN,
            "open",
            1),
        row("a step that is not declared", clean().ok("extra"), NOT_RUN, "steps", 4),
        row(
            "a step that is not declared and failed",
            clean().notOk("extra", "EIO"),
            NOT_RUN,
            "steps",
            4),
        row("exit 4 although all is ok", clean().exit(4), NOT_RUN, "end", 4),
        row(
            "a signal although all is ok",
            with(clean(), t -> t.exit = new ProgramExit(-1, 11)),
            NOT_RUN,
            "end",
            4),
        row(
            "a signal of a program without steps",
            with(silentProgram(), t -> t.exit = new ProgramExit(-1, 6)),
            NOT_RUN,
            "end",
            0),
        row("exit 1 of a program without steps", silentProgram().exit(1), NOT_RUN, "end", 0),
        row("no end of the program", with(clean(), t -> t.exit = null), NOT_RUN, "end", 4));
  }

  private static Stream<Arguments> doubts() {
    return Stream.of(
        row(
            "another kernel",
            with(clean(), t -> t.buildIds.put("vmlinux", "zz")),
            INFRA,
            "build-id",
            4),
        row(
            "another kernel on a host with a fault",
            with(clean(), t -> t.buildIds.put("vmlinux", "zz"))
                .ending(Ending.Kind.HOST_FAULT, Phase.RUN),
            INFRA,
            "host",
            4),
        row(
            "another kernel that crashed",
            with(passing(3).crash(BUG).cutShort(), t -> t.buildIds.put("vmlinux", "zz")),
            INFRA,
            "build-id",
            3),
        row(
            "another module",
            with(clean(), t -> t.buildIds.put("ocfs2", "zz")),
            INFRA,
            "build-id",
            4),
        row(
            "a module that nobody built",
            with(clean(), t -> t.buildIds.put("evil", "zz")),
            INFRA,
            "build-id",
            4),
        row(
            "two unknown build-ids",
            with(
                clean(),
                t -> {
                  t.buildIds.put("vmlinux", "");
                  t.expectedBuildIds.remove("vmlinux");
                }),
            INFRA,
            "build-id",
            4),
        row("no build-id", with(clean(), t -> t.buildIds.clear()), INFRA, "build-id", 4),
        row(
            "a taint bit more",
            with(clean(), t -> t.taintEnd = 512L),
            FAILED_OTHERWISE,
            "taint 512",
            4),
        row(
            "a taint bit more, and slow",
            with(
                clean(),
                t -> {
                  t.taintEnd = 512L;
                  t.timedOut = true;
                }),
            FAILED_OTHERWISE,
            "taint 512",
            4),
        row(
            "a taint bit less",
            with(clean(), t -> t.taintStart = 512L),
            FAILED_OTHERWISE,
            "taint lost",
            4),
        row(
            "taint unknown at the start",
            with(clean(), t -> t.taintStart = null),
            NOT_RUN,
            "taint",
            4),
        row("taint unknown at the end", with(clean(), t -> t.taintEnd = null), NOT_RUN, "taint", 4),
        row(
            "sync or unmount failed",
            with(clean(), t -> t.settled = false),
            FAILED_OTHERWISE,
            "settle",
            4),
        row(
            "ended before it settled",
            clean().ending(Ending.Kind.QUIT_BY_HOST, Phase.RUN),
            FAILED_OTHERWISE,
            "settle",
            4),
        row(
            "a fault of the agent",
            with(clean(), t -> t.faults.add("2 tasks outlived the program")),
            NOT_RUN,
            "agent",
            4));
  }

  @Test
  void wordsOfAGuestStayOnOneShortLine() {
    TrialSketch trial = with(clean(), t -> t.faults.add("x\n\u001b[31m" + "y".repeat(5000)));
    assertThat(trial.judged().detail())
        .hasSizeLessThanOrEqualTo(OneLine.MAX)
        .doesNotContain("\n", "\u001b")
        .endsWith("...");
  }

  private static TrialSketch with(TrialSketch trial, Consumer<TrialSketch> change) {
    change.accept(trial);
    return trial;
  }

  private static Arguments row(
      String name, TrialSketch trial, Outcome.Kind kind, String title, int steps) {
    return Arguments.of(name, trial, kind, title, steps);
  }
}
