package dev.kverdict.verdict;

import static dev.kverdict.record.Outcome.Kind.FAILED_AS_EXPECTED;
import static dev.kverdict.record.Outcome.Kind.FAILED_OTHERWISE;
import static dev.kverdict.record.Outcome.Kind.NOT_RUN;
import static dev.kverdict.record.Outcome.Kind.REFUSED;
import static dev.kverdict.verdict.OutcomeRow.row;
import static dev.kverdict.verdict.TrialSketch.BUG;
import static dev.kverdict.verdict.TrialSketch.clean;
import static dev.kverdict.verdict.TrialSketch.passing;
import static dev.kverdict.verdict.TrialSketch.with;

import dev.kverdict.record.Ending;
import dev.kverdict.record.Phase;
import dev.kverdict.record.StuckTask;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures of the kernel or of a check, expected or not. */
final class FailureOutcomesTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource({"crashes", "checks"})
  void judges(OutcomeRow row) {
    row.check();
  }

  static Stream<OutcomeRow> crashes() {
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

  static Stream<OutcomeRow> checks() {
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
}
