package dev.kverdict.oops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Attribution of lines to reports. */
class ContextsTest {

  @Test
  void linesOfOtherCallersDoNotBelongToAReport() {
    CrashReport report =
        Consoles.read(
                "[    5.000001][   T10] kernel BUG at fs/a.c:1!",
                "[    5.000002][   T11] RIP: 0010:innocent+0x1/0x2",
                "a program's text",
                "[    5.000003][   T10] RIP: 0010:guilty+0x1/0x2",
                "[    5.000004][   T10] Call Trace:",
                "[    5.000005][   T10]  guilty_caller+0x1/0x2")
            .get(0);

    assertThat(report.title()).isEqualTo("kernel BUG in guilty");
    assertThat(report.text()).hasSize(4).noneMatch(line -> line.contains("program"));
  }

  @Test
  void twoCallersCrashAtTheSameTimeAndAreReportedInOrder() {
    Consoles.Heard heard =
        Consoles.hear(
            String.join(
                    "\n",
                    "[    5.000001][   T10] kernel BUG at fs/a.c:1!",
                    "[    5.000002][    C1] divide error: 0000 [#2] SMP",
                    "[    5.000003][   T10] RIP: 0010:first+0x1/0x2",
                    "[    5.000004][    C1] RIP: 0010:second+0x1/0x2",
                    "[    5.000005][    C1] Call Trace:",
                    "[    5.000006][    C1]  second_caller+0x1/0x2",
                    "[    5.000007][    C1] ---[ end trace 0000000000000000 ]---",
                    "[    5.000008][    C1] Kernel panic - not syncing: Fatal exception in interrupt",
                    "[    5.000009][    C1] Rebooting in 1 seconds..",
                    "[    5.000010][   T10] Call Trace:",
                    "[    5.000011][   T10]  first_caller+0x1/0x2",
                    "")
                .getBytes(UTF_8));

    assertThat(heard.events)
        .containsExactly(
            "began kernel BUG at fs/a.c:1!",
            "began divide error: 0000 [#2] SMP",
            "ended kernel BUG in first",
            "ended divide error in second");
    assertThat(heard.reports).extracting(CrashReport::panicked).containsExactly(false, true);
    assertThat(heard.reports).noneMatch(CrashReport::corrupted);
  }

  @Test
  void aCrashIsReportedWhenItsLineIsCompleteAndNotBefore() {
    Consoles.Heard heard = new Consoles.Heard();
    OopsReader reader = new OopsReader(heard);
    byte[] line = "[    1.000000] kernel BUG at fs/a.c:1!\n".getBytes(UTF_8);

    reader.accept(line, 0, line.length - 1);
    assertThat(heard.events).isEmpty();
    reader.accept(line, line.length - 1, 1);
    assertThat(heard.events).containsExactly("began kernel BUG at fs/a.c:1!");
  }

  @Test
  void thePanicOfAHangCheckIsOfAllTasksItFound() {
    List<CrashReport> reports = Consoles.read(Consoles.file("hung-task"));

    assertThat(reports)
        .extracting(CrashReport::title)
        .containsExactly(
            "INFO: task hung in ocfs2_setattr",
            "INFO: task hung in jbd2_journal_commit_transaction");
    assertThat(reports).allMatch(CrashReport::panicked);
  }

  @Test
  void aPanicWithAnotherReasonIsNotAWarningsConsequence() {
    List<CrashReport> reports =
        Consoles.read(
            "[    1.000001] WARNING: CPU: 0 PID: 1 at init/a.c:1 f+0x1/0x2",
            "[    1.000002] Call Trace:",
            "[    1.000003]  g+0x1/0x2",
            "[    1.000004] ---[ end trace 0000000000000000 ]---",
            "[    2.000001] Kernel panic - not syncing: No working init found.  Try passing init=");

    assertThat(reports)
        .extracting(CrashReport::title)
        .containsExactly("WARNING in f", "kernel panic: No working init found. Try passing init=");
    assertThat(reports).extracting(CrashReport::panicked).containsExactly(false, true);
  }

  @Test
  void thePanicOfAnInitThatDiedInAnOopsIsTheOopses() {
    List<CrashReport> reports =
        Consoles.read(
            "[    1.000001] divide error: 0000 [#1] SMP",
            "[    1.000002] RIP: 0010:f+0x1/0x2",
            "[    1.000003] Call Trace:",
            "[    1.000004]  g+0x1/0x2",
            "[    1.000005] ---[ end trace 0000000000000000 ]---",
            "[    1.000006] RIP: 0010:f+0x1/0x2",
            "[    1.000007] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000009");

    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).panicked()).isTrue();
  }

  @Test
  void aPanicLongAfterAnOopsIsItsOwnReport() {
    String[] lines = new String[205];
    java.util.Arrays.fill(lines, "[    3.000000] something else");
    lines[0] = "[    1.000001] divide error: 0000 [#1] SMP";
    lines[1] = "[    1.000002] RIP: 0010:f+0x1/0x2";
    lines[2] = "[    1.000003] ---[ end trace 0000000000000000 ]---";
    lines[204] = "[    9.000001] Kernel panic - not syncing: sysrq triggered crash";

    assertThat(Consoles.titles(lines))
        .containsExactly("divide error in f", "kernel panic: sysrq triggered crash");
  }

  @Test
  void aHeaderPrintedAgainAfterLostMessagesIsTheSameReport() {
    List<CrashReport> reports =
        Consoles.read(
            "BUG: kernel NULL pointer dereference, address: 0000000000000018",
            "** 12 printk messages dropped **",
            "BUG: kernel NULL pointer dereference, address: 0000000000000018",
            "RIP: 0010:f+0x1/0x2",
            "Call Trace:",
            " g+0x1/0x2");

    assertThat(reports).extracting(CrashReport::title).hasSize(1);
    assertThat(reports.get(0).corrupted()).isFalse();
  }

  @Test
  void aSecondCrashOfOneCallerEndsTheFirst() {
    assertThat(
            Consoles.titles(
                "[    1.000001][    T9] kernel BUG at fs/a.c:1!",
                "[    1.000002][    T9] RIP: 0010:f+0x1/0x2",
                "[    1.000003][    T9] Call Trace:",
                "[    1.000004][    T9]  h+0x1/0x2",
                "[    2.000001][    T9] WARNING: CPU: 0 PID: 9 at kernel/exit.c:8 g+0x1/0x2",
                "[    2.000002][    T9] RIP: 0010:g+0x1/0x2"))
        .containsExactly("kernel BUG in f", "WARNING in corrupted");
  }

  @Test
  void aCutReportIsCorrupted() {
    CrashReport noFrame = Consoles.read("kernel BUG at fs/a.c:1!").get(0);
    CrashReport noTrace = Consoles.read("divide error: 0000 [#1]", "RIP: 0010:f+0x1/0x2").get(0);
    CrashReport emptyTrace =
        Consoles.read("divide error: 0000 [#1]", "RIP: 0010:f+0x1/0x2", "Call Trace:").get(0);

    assertThat(noFrame.title()).isEqualTo("kernel BUG in corrupted");
    assertThat(noFrame.function()).isNull();
    assertThat(List.of(noFrame, noTrace, emptyTrace)).allMatch(CrashReport::corrupted);
  }

  @Test
  void aReportThatNamesHelpersOnlyIsCorrupted() {
    CrashReport report =
        Consoles.read(
                "WARNING: CPU: 0 PID: 7 at lib/refcount.c:28 refcount_warn_saturate+0x1/0x2",
                "RIP: 0010:refcount_warn_saturate+0x1/0x2",
                "Call Trace:",
                " kobject_put+0x1/0x2")
            .get(0);

    assertThat(report.corrupted()).isTrue();
  }

  @Test
  void aStallThatIsCutWithinTheInterruptNamesNothing() {
    CrashReport report =
        Consoles.read(
                "rcu: INFO: rcu_sched self-detected stall on CPU",
                "Call Trace:",
                " dump_stack+0x1/0x2",
                " rcu_sched_clock_irq+0x1/0x2",
                " tick_sched_timer+0x1/0x2",
                " __hrtimer_run_queues+0x1/0x2",
                " hrtimer_interrupt+0x1/0x2")
            .get(0);

    assertThat(report.title()).isEqualTo("INFO: rcu detected stall in corrupted");
    assertThat(report.corrupted()).isTrue();
  }

  @Test
  void aProgramTellsOfLeaksAmongTheKernelsLines() {
    List<CrashReport> reports =
        Consoles.read(
            "[    5.000001] kmemleak: 2 new suspected memory leaks",
            "BUG: memory leak",
            "unreferenced object 0xffff88810a3b0c00 (size 192):",
            "[    5.000002]  innocent+0x1/0x2",
            "  backtrace:",
            "    [<00000000a1b2c3d4>] kmem_cache_alloc+0x1/0x2",
            "    [<00000000a1b2c3d4>] leak_it+0x1/0x2",
            "BUG: memory leak",
            "unreferenced object 0xffff88810a3b0d00 (size 192):",
            "  backtrace:",
            "    [<00000000a1b2c3d4>] leak_more+0x1/0x2");

    assertThat(reports)
        .extracting(CrashReport::title)
        .containsExactly("memory leak in leak_it", "memory leak in leak_more");
    assertThat(reports).noneMatch(CrashReport::corrupted);
  }

  @Test
  void anAccessOutsideAllObjectsIsNamedAfterItsStackAndWithoutOneAfterNothing() {
    String header = "BUG: KASAN: wild-memory-access on address ffe7087450a17000";
    String access = "Read of size 205 by task a.out/9018";

    CrashReport whole =
        Consoles.read(header, access, "Call Trace:", " kasan_report+0x1/0x2", " f+0x1/0x2").get(0);
    CrashReport cut = Consoles.read(header, access).get(0);

    assertThat(whole.title()).isEqualTo("KASAN: wild-memory-access Read in f");
    assertThat(whole.corrupted()).isFalse();
    assertThat(cut.title()).isEqualTo("KASAN: wild-memory-access Read");
    assertThat(cut.corrupted()).isTrue();
  }

  @Test
  void aCrashThatInterruptsAnotherSharesItsLines() {
    List<CrashReport> reports =
        Consoles.read(
            "[    1.000001][    T9] BUG: sleeping function called from invalid context at mm/a.c:7",
            "[    1.000002][    T9] BUG: scheduling while atomic: a.out/9/0x00000002",
            "[    1.000003][    T9] Call Trace:",
            "[    1.000004][    T9]  f+0x1/0x2",
            "[    1.000005][    T9]  g+0x1/0x2");

    assertThat(reports)
        .extracting(CrashReport::title)
        .containsExactly(
            "BUG: sleeping function called from invalid context in f",
            "BUG: scheduling while atomic in f");
  }

  @Test
  void laterCrashesFollowFromTheFirstOfTheirBoot() {
    List<CrashReport> reports =
        Consoles.read(
            "[    0.000000] Linux version 6.1.0",
            "[    2.000001] WARNING: CPU: 0 PID: 9 at fs/a.c:1 f+0x1/0x2",
            "[    2.000002] Call Trace:",
            "[    2.000003]  f+0x1/0x2",
            "[    2.000004] ---[ end trace 0000000000000000 ]---",
            "[    3.000001] kernel BUG at fs/a.c:2!",
            "[    3.000002] RIP: 0010:g+0x1/0x2",
            "[    3.000003] Call Trace:",
            "[    3.000004]  g+0x1/0x2",
            "[    3.000005] ---[ end trace 0000000000000000 ]---",
            "[    0.000000] Linux version 6.1.0",
            "[    2.000001] divide error: 0000 [#1]",
            "[    2.000002] RIP: 0010:h+0x1/0x2",
            "[    2.000003] Call Trace:",
            "[    2.000004]  h+0x1/0x2");

    assertThat(reports)
        .extracting(CrashReport::title, CrashReport::follows)
        .containsExactly(
            tuple("WARNING in f", false),
            tuple("kernel BUG in g", true),
            tuple("unexpected kernel reboot", false),
            tuple("divide error in h", true));
    assertThat(reports.get(1).cause()).isEqualTo(reports.get(0).offset());
    assertThat(reports.get(3).cause()).isEqualTo(reports.get(2).offset());
  }

  @Test
  void theFirstBootIsNoReboot() {
    assertThat(
            Consoles.titles(
                "Booting the kernel.", "[    0.000000] Linux version 6.1.0", "[    5.000000] up"))
        .isEmpty();
  }

  @Test
  void aBannerThatAProgramReadIsNoReboot() {
    assertThat(
            Consoles.titles(
                "[    5.000000] up", "# cat /proc/version", "Linux version 6.1.0 (a@b)", "# "))
        .isEmpty();
  }

  @Test
  void anotherProcessorsStackBeforeLockdepsMakesTheReportUncertain() {
    CrashReport report =
        Consoles.read(
                "WARNING: possible circular locking dependency detected",
                "a.out/7 is trying to acquire lock:",
                "ffff888 (&a){+.+.}-{3:3}, at: f+0x1/0x2",
                "Call Trace:",
                " stranger+0x1/0x2",
                "stack backtrace:",
                "Call Trace:",
                " g+0x1/0x2")
            .get(0);

    assertThat(report.corrupted()).isTrue();
  }

  @Test
  void theStackOfALockReportIsNotOneOfItsChains() {
    CrashReport report =
        Consoles.read(
                "WARNING: possible circular locking dependency detected",
                "a.out/7 is trying to acquire lock:",
                "ffff888 (&a){+.+.}-{3:3}, at: f+0x1/0x2",
                "-> #1 (&b){+.+.}-{3:3}:",
                "       down_write+0x1/0x2",
                "       earlier+0x1/0x2",
                "-> #0 (&a){+.+.}-{3:3}:",
                "       __lock_acquire+0x1/0x2",
                "       f+0x1/0x2",
                "stack backtrace:",
                "Call Trace:",
                " dump_stack+0x1/0x2",
                " f+0x1/0x2")
            .get(0);

    assertThat(report.title()).isEqualTo("possible deadlock in f");
    assertThat(report.frames()).extracting(Frame::name).containsExactly("dump_stack", "f");
  }

  @Test
  void aStallIsWhereTheInterruptFoundTheTaskThatGaveWay() {
    String stall = "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:";
    String[] reliable = {
      stall,
      "task:a.out state:R  running task     stack:0     pid:41    ppid:40     flags:0x4000",
      "Call Trace:",
      " __schedule+0x1/0x2",
      " irqentry_exit+0x1/0x2",
      " asm_sysvec_apic_timer_interrupt+0x1/0x2",
      "RIP: 0010:spin+0x1/0x2",
      " drive+0x1/0x2",
      " vfs_write+0x1/0x2"
    };
    // The task ran on while its stack was printed: the unwinder lost its way.
    String[] doubtful = {
      stall,
      "Call Trace:",
      " __schedule+0x1/0x2",
      " ? irqentry_exit+0x1/0x2",
      " ? asm_sysvec_apic_timer_interrupt+0x1/0x2",
      " ? spin+0x1/0x2",
      " ? drive+0x1/0x2",
      " ? vfs_write+0x1/0x2"
    };

    assertThat(Consoles.titles(reliable)).containsExactly("INFO: rcu detected stall in drive");
    assertThat(Consoles.titles(doubtful)).containsExactly("INFO: rcu detected stall in drive");
    assertThat(Consoles.titles(stall, "Call Trace:", " __schedule+0x1/0x2"))
        .containsExactly("INFO: rcu detected stall in corrupted");
  }

  @Test
  void theTaskAndTaintOfAReportAreKept() {
    CrashReport tainted =
        Consoles.read(
                "WARNING: CPU: 0 PID: 9 at fs/a.c:1 f+0x1/0x2",
                "CPU: 1 UID: 0 PID: 4711 Comm: my prog: 2 Tainted: G    B   W  OE      6.12.0 #1",
                "RIP: 0010:f+0x1/0x2")
            .get(0);
    assertThat(tainted.task()).isEqualTo(new CrashTask("my prog: 2", 4711));
    assertThat(tainted.taint()).isEqualTo("BWOE");

    CrashReport silent = Consoles.read("kernel BUG at fs/a.c:1!").get(0);
    assertThat(silent.task()).isNull();
    assertThat(silent.taint()).isNull();
  }
}
