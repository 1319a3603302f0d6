package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule of headers.txt has a line that no earlier rule matches. */
class HeaderLinesTest {

  /** Lines after a header, for every family: a message, an access, a trap, a stack. */
  private static final List<String> REPORT =
      List.of(
          "index out of bounds",
          "Read of size 8 at addr 0000000020000100 by task a.out/7",
          "CPU: 0 PID: 7 Comm: a.out Not tainted 6.1.0 #1",
          "RIP: 0010:culprit+0x1/0x2",
          "Call Trace:",
          " <TASK>",
          " culprit+0x1/0x2",
          " caller+0x1/0x2",
          " do_syscall_64+0x1/0x2",
          " </TASK>");

  /** What a timer's interrupt hit. */
  private static final List<String> INTERRUPTED =
      List.of("Call Trace:", " asm_sysvec_apic_timer_interrupt+0x1/0x2");

  private static final List<String> SLEEPER =
      List.of("Call Trace:", " <TASK>", " __schedule+0x1/0x2", " culprit+0x1/0x2", " </TASK>");

  /** A line of header-lines.txt. */
  record Sample(String title, String line) {
    @Override
    public String toString() {
      return line;
    }
  }

  static Stream<Sample> samples() {
    return new String(Consoles.resource("header-lines.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .map(fields -> new Sample(fields[0], fields[1]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void theLineOpensAReportOfThatTitle(Sample sample) {
    List<String> console =
        new ArrayList<>(List.of("Linux version 6.1.0", "Run /init", sample.line()));
    Family family = HeaderRules.match(sample.line()).orElseThrow().family();
    if (family == Family.GRACE) {
      console.addAll(INTERRUPTED);
      console.addAll(REPORT.subList(REPORT.indexOf(" culprit+0x1/0x2"), REPORT.size()));
    } else {
      console.addAll(family == Family.HANG ? SLEEPER : REPORT);
    }

    assertThat(Consoles.logTitles(console.toArray(String[]::new)))
        .first()
        .isEqualTo(sample.title());
  }

  @Test
  void everyRuleHasALine() {
    Set<String> matched = new LinkedHashSet<>();
    samples()
        .forEach(
            sample -> {
              HeaderRule rule = HeaderRules.match(sample.line()).orElseThrow().rule();
              assertThat(matched.add(rule.where())).as("two lines for %s", rule.where()).isTrue();
            });
    assertThat(matched)
        .containsExactlyElementsOf(HeaderRules.all().stream().map(HeaderRule::where).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "'[ INFO: possible recursive locking detected ]', possible deadlock in {f}",
    "'INFO: [ INFO: suspicious RCU usage. ]', INFO: suspicious RCU usage in {f}",
    "'NMI watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [a:7]', BUG: soft lockup in {f}",
    "'watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [a:7]', BUG: soft lockup in {f}",
    "'rcu: INFO: rcu_sched self-detected stall on CPU', INFO: rcu detected stall in {f}",
    "'traps: PANIC: double fault, error_code: 0x0', PANIC: double fault in {f}",
    "'Oops: general protection fault, probably for non-canonical address 0x1: 0000 [#1] SMP', general protection fault in {f}",
    "'NMI watchdog: Watchdog detected hard LOCKUP on cpu 0', BUG: hard lockup in {f}",
    "'watchdog: CPU 1 self-detected hard LOCKUP @ f+0x1/0x2', BUG: hard lockup in {f}",
    "'watchdog: CPU 1 detected hard LOCKUP on other CPUs 0', BUG: hard lockup in {f}",
    "'rcu: INFO: rcu_tasks_trace detected stalls? (Late IPI?)', INFO: rcu detected stall in {f}",
    "'general protection fault, kernel NULL pointer dereference 0x8: 0000 [#1] SMP', general protection fault in {f}",
    "'kernel BUG at [!page] fs/a.c:1!', kernel BUG in {f}",
    "'WARNING: [x && !y] fs/a.c:1 at f+0x1/0x2, CPU#1: a.out/7', WARNING in {f}",
    "'WARNING: at fs/a.c:1 f+0x1/0x2()', WARNING in {f}",
    "'Oops: Machine check, sig: 7 [#1]', Oops in {f}",
    "'Oops[#1]:', Oops in {f}",
    "'virtio_blk virtio1: WARNING: CPU: 0 PID: 7 at fs/a.c:1 f+0x1/0x2', WARNING in {f}",
  })
  void whatMayStandBeforeAHeaderDoes(String line, String title) {
    Header header = HeaderRules.match(line).orElseThrow();
    assertThat(header.rule().titles().get(0)).isEqualTo(title);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WARNING: The mand mount option is being deprecated and",
        "WARNING: Unprivileged eBPF is enabled, data leaks possible",
        "WARNING: foo: will be removed in a future release",
        "WARNING: fbcon: Driver 'x' missed to adjust virtual screen size (0x0 vs. 1x1)",
        "WARNING: Kernel is vulnerable to Spectre v2",
        "WARNING: workqueue cpumask: online intersect > possible intersect",
        "BUG kmalloc-64 (Not tainted): kasan: bad access detected",
      })
  void adviceIsNoWarning(String line) {
    assertThat(HeaderRules.match(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "panic_on_warn set ...",
        "Fatal exception in interrupt",
        "Fatal hardware error!",
        "hung_task: blocked tasks",
        "softlockup: hung tasks",
        "RCU Stall",
        "kasan.fault=panic set ...",
        "kmsan.panic set ...",
        "Hard LOCKUP",
        "kernel: system warned too often (kernel.warn_limit is 10)",
        "Oopsed too often (kernel.oops_limit is 10000)",
        "workqueue: 3 stall(s) exceeded threshold 3",
      })
  void somePanicsAreTheConsequenceOfAReport(String reason) {
    assertThat(HeaderRules.isConsequence(reason)).isTrue();
    assertThat(HeaderRules.isConsequence("VFS: Unable to mount root fs")).isFalse();
  }
}
