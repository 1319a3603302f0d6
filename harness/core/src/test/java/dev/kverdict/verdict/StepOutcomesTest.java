package dev.kverdict.verdict;

import static dev.kverdict.record.Outcome.Kind.FAILED_OTHERWISE;
import static dev.kverdict.record.Outcome.Kind.INFRA;
import static dev.kverdict.record.Outcome.Kind.NOT_RUN;
import static dev.kverdict.record.Outcome.Kind.REFUSED;
import static dev.kverdict.verdict.OutcomeRow.row;
import static dev.kverdict.verdict.TrialSketch.clean;
import static dev.kverdict.verdict.TrialSketch.passing;
import static dev.kverdict.verdict.TrialSketch.silentProgram;
import static dev.kverdict.verdict.TrialSketch.with;

import dev.kverdict.record.AgentRecord.ProgramExit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps that return an error, or whose success nobody has seen. */
final class StepOutcomesTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource({"refusals", "others"})
  void judges(OutcomeRow row) {
    row.check();
  }

  static Stream<OutcomeRow> refusals() {
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

  static Stream<OutcomeRow> others() {
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
}
