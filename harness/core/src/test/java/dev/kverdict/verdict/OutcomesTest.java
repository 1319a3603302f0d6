package dev.kverdict.verdict;

import static dev.kverdict.record.Outcome.Kind.CLEAN;
import static dev.kverdict.record.Outcome.Kind.FAILED_OTHERWISE;
import static dev.kverdict.record.Outcome.Kind.INFRA;
import static dev.kverdict.record.Outcome.Kind.NOT_RUN;
import static dev.kverdict.verdict.OutcomeRow.row;
import static dev.kverdict.verdict.TrialSketch.BUG;
import static dev.kverdict.verdict.TrialSketch.clean;
import static dev.kverdict.verdict.TrialSketch.passing;
import static dev.kverdict.verdict.TrialSketch.silentProgram;
import static dev.kverdict.verdict.TrialSketch.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Ending;
import dev.kverdict.record.Phase;
import dev.kverdict.text.Printable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clean trials, and everything that prevents one. */
final class OutcomesTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource({"cleanTrials", "doubts"})
  void judges(OutcomeRow row) {
    row.check();
  }

  static Stream<OutcomeRow> cleanTrials() {
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

  static Stream<OutcomeRow> doubts() {
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
        .hasSizeLessThanOrEqualTo(Printable.MOST)
        .doesNotContain("\n", "\u001b")
        .endsWith("...");
  }
}
