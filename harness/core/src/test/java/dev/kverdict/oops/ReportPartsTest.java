package dev.kverdict.oops;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The parts that read one report: after which function it is named, what it says, where it ends.
 */
class ReportPartsTest {

  private static final String BUG = "kernel BUG at fs/f.c:1!";
  private static final String STALL = "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [a:7]";
  private static final String PANIC = "Kernel panic - not syncing: Fatal exception";

  private static Header header(String line) {
    return HeaderRules.match(line).orElseThrow();
  }

  private static FrameChoice choice(String... lines) {
    return new FrameChoice(header(lines[0]), StackLine.read(Arrays.asList(lines)));
  }

  @Test
  void aReportIsNamedAfterTheTrapOrTheFirstFrameThatIsNoHelper() {
    assertThat(choice(BUG, "RIP: 0010:guilty+0x1/0x2", "Call Trace:", " caller+0x1/0x2").function())
        .hasValue("guilty");
    assertThat(
            choice(
                    BUG,
                    "RIP: 0010:list_del+0x1/0x2",
                    "Call Trace:",
                    " kfree+0x1/0x2",
                    " guilty+0x1/0x2")
                .function())
        .hasValue("guilty");
    assertThat(choice(BUG, "Call Trace:", " ? doubtful+0x1/0x2", " guilty+0x1/0x2").function())
        .hasValue("guilty");
    assertThat(choice(BUG).function()).isEmpty();
  }

  @Test
  void aTraceIsOneOnlyWithFramesThatCountBeforeTheNextSection() {
    assertThat(choice(BUG, "Call Trace:", " f+0x1/0x2").hasTrace()).isTrue();
    assertThat(choice(BUG, "Call Trace:", " ? f+0x1/0x2").hasTrace()).isFalse();
    assertThat(choice(BUG, " f+0x1/0x2").hasTrace()).isFalse();
    assertThat(choice(BUG, "Call Trace:", "---[ end trace 0000 ]---", " f+0x1/0x2").hasTrace())
        .isFalse();
    assertThat(choice(BUG, "RIP: 0010:f+0x1/0x2", " g+0x1/0x2").hasTrace()).isTrue();
  }

  @Test
  void aStallIsNamedAfterWhatTheInterruptFound() {
    List<StackLine> stack =
        StackLine.read(
            List.of(
                "Call Trace:",
                " watchdog_timer_fn+0x1/0x2",
                " hrtimer_interrupt+0x1/0x2",
                " asm_sysvec_apic_timer_interrupt+0x1/0x2",
                " spin+0x1/0x2",
                " vfs_write+0x1/0x2"));
    assertThat(StalledStacks.function(stack)).hasValue("spin");
    assertThat(choice(STALL, "Call Trace:", " spin+0x1/0x2", " vfs_write+0x1/0x2").function())
        .hasValue("spin");
    assertThat(StalledStacks.function(List.of())).isEmpty();
  }

  @Test
  void theThreadThatWatchesIsNotWhatStalls() {
    assertThat(
            StalledStacks.function(
                StackLine.read(
                    List.of(
                        "Call Trace:",
                        " schedule+0x1/0x2",
                        " rcu_gp_fqs_loop+0x1/0x2",
                        " rcu_gp_kthread+0x1/0x2",
                        "Call Trace:",
                        " spin+0x1/0x2",
                        " vfs_write+0x1/0x2"))))
        .hasValue("spin");
  }

  private static CrashReport parsed(String... lines) {
    return new ReportParser(header(lines[0]), Arrays.asList(lines)).report(true, 7, 9);
  }

  @Test
  void aReportSaysWhoseItIsAndWhatTaintedTheKernel() {
    CrashReport report =
        parsed(
            BUG,
            "CPU: 0 UID: 0 PID: 77 Comm: a b Tainted: G      D W          6.1.0",
            "RIP: 0010:guilty+0x1/0x2",
            "Call Trace:",
            " caller+0x3/0x4 [ocfs2]",
            " ? doubt+0x3/0x4");
    assertThat(report.title()).isEqualTo("kernel BUG in guilty");
    assertThat(report.task()).isEqualTo(new CrashTask("a b", 77));
    assertThat(report.taint()).isEqualTo("DW");
    assertThat(report.source()).isEqualTo("fs/f.c:1");
    assertThat(report.frames())
        .extracting(Frame::function)
        .containsExactly("guilty", "caller", "doubt");
    assertThat(report.offset()).isEqualTo(7);
    assertThat(report.cause()).isEqualTo(9);
    assertThat(report.panicked()).isTrue();
    assertThat(report.corrupted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CPU: 0 PID: 1 Comm: init Not tainted 6.1.0 |
          CPU: 0 PID: 1 Comm: init Tainted: P 6.1.0  | P
          """)
  void aKernelIsTaintedOrNot(String line, String letters) {
    assertThat(parsed(BUG, line).taint()).isEqualTo(letters == null ? "" : letters);
    assertThat(parsed(BUG).taint()).isNull();
  }

  @Test
  void aReportWithAnotherMessageInItsHeaderOrWithoutItsStackIsCorrupted() {
    assertThat(parsed(BUG, "RIP: 0010:f+0x1/0x2", "Call Trace:").corrupted()).isTrue();
    assertThat(
            parsed(
                    "kernel BUG at fs/f.c:1! [    1.000001]",
                    "RIP: 0010:f+0x1/0x2",
                    "Call Trace:",
                    " g+0x1/0x2")
                .corrupted())
        .isTrue();
  }

  private static PendingReport pending(String line) {
    KernelLine at = new KernelLine();
    byte[] bytes = ("[    1.000001][   T7] " + line).getBytes(US_ASCII);
    at.read(bytes, 0, bytes.length, 5);
    return new PendingReport(header(line), line, at, false, 3);
  }

  @Test
  void aReportTakesTheLinesOfItsCallerUntilItsEnd() {
    PendingReport report = pending(BUG);
    assertThat(report.takes("T7", false)).isTrue();
    assertThat(report.takes("T8", false)).isFalse();
    assertThat(report.takes("T7", true)).isFalse();
    assertThat(report.unfinished()).isTrue();
    assertThat(report.lacksStack()).isTrue();
    report.add("Call Trace:");
    report.add(" f+0x1/0x2");
    assertThat(report.lacksStack()).isFalse();
    report.add("---[ end trace 0000000000000000 ]---");
    assertThat(report.unfinished()).isFalse();
    assertThat(report.done()).isFalse();
    report.add("RIP: 0010:f+0x1/0x2");
    report.add("something else");
    for (int i = 0; i < 62; i++) {
      assertThat(report.done()).as("line %d", i).isFalse();
      report.add("something else");
    }
    assertThat(report.done()).isTrue();
    assertThat(report.finish(5).text())
        .contains("RIP: 0010:f+0x1/0x2")
        .doesNotContain("something else");
  }

  @Test
  void aPanicEndsWithItsOwnLastLine() {
    PendingReport report = pending(BUG);
    report.add("---[ end trace 0000000000000000 ]---");
    assertThat(report.isContinuedBy(header(PANIC), PANIC)).isTrue();
    report.panic();
    assertThat(report.unfinished()).isTrue();
    report.add("Kernel Offset: disabled");
    assertThat(report.done()).isFalse();
    report.add("---[ end Kernel panic - not syncing: Fatal exception ]---");
    assertThat(report.done()).isTrue();
    assertThat(report.finish(5).panicked()).isTrue();
  }

  @Test
  void aReportThatWaitsForItsRoundTakesNothing() {
    PendingReport report = pending(BUG);
    report.waitForRound();
    assertThat(report.collects()).isFalse();
    report.add(" f+0x1/0x2");
    report.panic();
    assertThat(report.collects()).as("the panic is for both").isFalse();
    CrashReport finished = report.finish(5);
    assertThat(finished.text()).containsExactly(BUG);
    assertThat(finished.panicked()).isTrue();
  }

  @Test
  void aHeaderThatIsPrintedAgainIsTheSameOnlyAtItsTime() {
    PendingReport report = pending(BUG);
    assertThat(report.repeats(BUG, 1_000_001)).isTrue();
    assertThat(report.repeats(BUG, 2_000_001)).isFalse();
    assertThat(report.repeats(BUG.replace("1!", "2!"), 1_000_001)).isFalse();
  }

  @Test
  void aReportWithoutEndIsCut() {
    PendingReport report = pending(BUG);
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 5000 && !report.done(); i++) {
      report.add("line " + i);
      told.add("line " + i);
    }
    assertThat(told).hasSize(1500);
    assertThat(report.finish(5).text().size()).isLessThanOrEqualTo(CrashReport.MAX_LINES);
  }
}
