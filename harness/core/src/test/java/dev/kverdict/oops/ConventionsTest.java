package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which function names a report, where that is not simply the first frame. */
class ConventionsTest {

  private static final String HUNG = "INFO: task a.out:7 blocked for more than 143 seconds.";
  private static final String STALL = "rcu: INFO: rcu_preempt self-detected stall on CPU";
  private static final String LOCKUP =
      "watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [a.out:7]";
  private static final String TIMER = "asm_sysvec_apic_timer_interrupt ";

  /** Returns a report with these frames, innermost first, between blanks. */
  private static CrashReport report(String header, String frames) {
    List<String> lines = new ArrayList<>(List.of(header, "Call Trace:"));
    Arrays.stream(frames.split(" ", -1)).map(frame -> " " + frame + "+0x1/0x2").forEach(lines::add);
    return Consoles.read(lines.toArray(String[]::new)).get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "__schedule schedule wait_for_completion __synchronize_srcu synchronize_srcu f, synchronize_rcu",
    "__schedule schedule synchronize_rcu_expedited synchronize_net f, synchronize_rcu",
    "__schedule schedule __mutex_lock rtnl_lock f, rtnl_lock",
    "__schedule schedule __lock_sock lock_sock_nested f, lock_sock_nested",
    "__schedule schedule __mutex_lock f g, f",
    "__schedule schedule down console_lock f g, f",
    "__schedule schedule wait_for_completion f_cluster_lock f_lock_nested f g, f",
    "__schedule schedule f_log_wait_commit f g, f",
    "__schedule schedule f_lock_sock_locked f g, f",
    "__schedule schedule wait_for_completion __kthread_create_on_node f g, f",
    "__schedule schedule folio_wait_bit f_fdatawait_range f g, f",
    "__schedule schedule swait_f_completion f g, f",
  })
  void aHungTaskIsNamedAfterWhatItWaitsForOrWhoWaits(String frames, String name) {
    CrashReport report = report(HUNG, frames);
    assertThat(report.title()).isEqualTo("INFO: task hung in " + name);
    assertThat(report.corrupted()).isFalse();
    assertThat(report.meets(List.of("INFO: task hung in f"))).isTrue();
  }

  /** A thread that nobody has told to begin its work waits in what starts threads. */
  @Test
  void aThreadThatHasNotBegunHangsWhereThreadsBegin() {
    assertThat(
            report(HUNG, "__schedule schedule schedule_preempt_disabled kthread ret_from_fork")
                .title())
        .isEqualTo("INFO: task hung in kthread");
  }

  @ParameterizedTest
  @CsvSource({
    "UBSAN: array-index-out-of-bounds in drivers/net/a.c:893:50, array-index-out-of-bounds",
    "UBSAN: array-index-out-of-bounds in drivers/net/a.c:893, array-index-out-of-bounds",
    "UBSAN: array-index-out-of-bounds in drivers/net/a.c, array-index-out-of-bounds",
    "UBSAN: Undefined behaviour in drivers/net/a.c, undefined-behaviour",
  })
  void whereUndefinedBehaviourWasFoundMayLackItsLine(String header, String kind) {
    assertThat(report(header, "dump_stack_lvl ubsan_epilogue f g").title())
        .isEqualTo("UBSAN: " + kind + " in f");
  }

  @ParameterizedTest
  @CsvSource({
    "f g h process_one_work worker_thread kthread ret_from_fork, h",
    "f g h __x64_sys_ioctl do_syscall_64 entry_SYSCALL_64_after_hwframe, h",
    "f g h ksys_mount do_syscall_64 entry_SYSCALL_64_after_hwframe, mount",
    "f g h __x64_sys_futex do_syscall_64 entry_SYSCALL_64_after_hwframe, sys_futex",
    "f h call_timer_fn __run_timers run_timer_softirq __do_softirq, h",
    "f g h netlink_dump genl_rcv_msg netlink_sendmsg sock_sendmsg do_syscall_64, h",
    "f genl_rcv_msg netlink_rcv_skb h sock_sendmsg __sys_sendto do_syscall_64, h",
    "f smp_call_function_many_cond on_each_cpu g process_one_work kthread, smp_call_function",
    "f g h mmap_region do_mmap __x64_sys_mmap do_syscall_64, h",
    "f h do_dentry_open do_sys_openat2 do_syscall_64, h",
    "f h sock_common_setsockopt __sys_setsockopt do_syscall_64, h",
    "f h sock_recvmsg ____sys_recvmsg do_syscall_64, h",
    "f h __do_fault handle_mm_fault do_user_addr_fault, h",
    "f sys_openat2 ret_fast_syscall, openat2",
    "f h __sock_release sock_close __fput task_work_run do_syscall_64, h",
    "f h do_exit get_signal exit_to_user_mode_loop do_syscall_64, exit_to_user_mode_loop",
    "f __x64_sys_brk x64_sys_call do_syscall_64 entry_SYSCALL_64_after_hwframe, x64_sys_call",
    "net_tx_action handle_softirqs irq_exit_rcu f do_syscall_64, net_tx_action",
    "_raw_spin_unlock_irq worker_thread kthread ret_from_fork, worker_thread",
    "do_syscall_64 entry_SYSCALL_64_after_hwframe, do_syscall_64",
    "__hrtimer_run_queues hrtimer_interrupt asm_sysvec_apic_timer_interrupt f h vfs_write, h",
    "h __hrtimer_run_queues hrtimer_interrupt asm_sysvec_apic_timer_interrupt f vfs_write, h",
  })
  void aStallIsNamedAfterTheOutermostFunctionOfItsSubsystem(String frames, String name) {
    assertThat(report(LOCKUP, frames).title()).isEqualTo("BUG: soft lockup in " + name);
    assertThat(report(STALL, TIMER + frames).title())
        .isEqualTo("INFO: rcu detected stall in " + name);
  }

  /** What else is on the stacks of a stalled grace period waits, or prints. */
  @ParameterizedTest
  @CsvSource({
    "f g do_syscall_64 entry_SYSCALL_64_after_hwframe, corrupted",
    "__schedule preempt_schedule_common f g do_syscall_64, corrupted",
    "f g asm_sysvec_reschedule_ipi h do_syscall_64, corrupted",
    "odd_timer __hrtimer_run_queues hrtimer_interrupt sysvec_apic_timer_interrupt f g vfs_read, g",
    "gic_handle_irq el1_interrupt el1h_64_irq f g vfs_read, g",
    "gic_handle_irq __irq_svc f g vfs_read, g",
  })
  void aGracePeriodIsHeldUpByWhatATimerInterrupted(String frames, String name) {
    CrashReport report = report(STALL, frames);
    assertThat(report.title()).isEqualTo("INFO: rcu detected stall in " + name);
    assertThat(report.corrupted()).isEqualTo(name.equals("corrupted"));
  }

  @Test
  void aWarningWhoseStackEndsInWhatReportsIsCut() {
    CrashReport report =
        report(
            "WARNING: CPU: 0 PID: 7 at fs/a.c:1 f+0x1/0x2", "dump_stack panic warn_slowpath_fmt");
    assertThat(report.title()).isEqualTo("WARNING in corrupted");
    assertThat(report.corrupted()).isTrue();
  }

  @Test
  void aStallWithoutADoorNamesNobody() {
    CrashReport stall = report(STALL, "f g h");
    assertThat(stall.title()).isEqualTo("INFO: rcu detected stall in corrupted");
    assertThat(stall.corrupted()).isTrue();
    assertThat(stall.confidence()).isEqualTo(Confidence.CUT);
  }

  @Test
  void theOutermostFrameEndsAStackOfArm() {
    assertThat(
            Consoles.titles(
                "BUG: soft lockup - CPU#0 stuck for 22s! [a.out:7]",
                "[<80101a0c>] (f) from [<80292a90>] (h+0x1/0x2)",
                "[<80292a90>] (h) from [<80292a90>] (ksys_mount+0x9c/0x100)",
                "[<80292a90>] (ksys_mount) from [<80101000>] (ret_fast_syscall+0x0/0x54)",
                "[<80b2ad34>] (__schedule) from [<80b2b144>] (schedule+0x40/0xa0)",
                "[<8018c188>] (rcu_gp_kthread) from [<80156c74>] (kthread+0x168/0x174)",
                "[<80156c74>] (kthread) from [<801010e8>] (ret_from_fork+0x14/0x2c)"))
        .containsExactly("BUG: soft lockup in mount");
  }

  @ParameterizedTest
  @CsvSource({
    "create_object kmem_cache_alloc sk_prot_alloc sk_alloc f, f",
    "create_object __kmalloc __alloc_skb dev_alloc_skb f, f",
    "kmemleak_alloc __kmalloc f_alloc_table g, f_alloc_table",
  })
  void aLeakIsNamedAfterWhoHadTheObjectMade(String frames, String name) {
    List<String> lines =
        new ArrayList<>(List.of("unreferenced object 0xffff88810a3b0c00 (size 192):"));
    lines.add("  backtrace:");
    Arrays.stream(frames.split(" ", -1)).forEach(frame -> lines.add("    " + frame + "+0x1/0x2"));
    assertThat(Consoles.titles(lines.toArray(String[]::new)))
        .containsExactly("memory leak in " + name);
  }

  @Test
  void anUnsafeLockOrderIsNamedAfterTheFirstStack() {
    CrashReport report =
        Consoles.read(
                "WARNING: HARDIRQ-safe -> HARDIRQ-unsafe lock order detected",
                "a.out/7 [HC0[0]:SC0[0]] is trying to acquire:",
                "ffff8880120b9168 (&l){.?.+}-{2:2}, at: taker+0x14b/0x460",
                "... which became HARDIRQ-irq-safe at:",
                "   lock_acquire+0x29d/0x740",
                "   _raw_spin_lock_irqsave+0x39/0x50",
                "   in_interrupt+0x7b/0xb0",
                "stack backtrace:",
                "Call Trace:",
                " dump_stack+0x1/0x2",
                " taker+0x14b/0x460")
            .get(0);
    assertThat(report.title()).isEqualTo("possible deadlock in in_interrupt");
    assertThat(report.meets(List.of("possible deadlock in taker"))).isTrue();
    assertThat(report.meets(List.of("possible deadlock in another"))).isFalse();
  }

  @Test
  void theOtherSideOfADeadlockNamesItToo() {
    CrashReport report =
        Consoles.read(
                "WARNING: possible circular locking dependency detected",
                "a.out/7 is trying to acquire lock:",
                "ffff8880120b9168 (&l){+.+.}-{3:3}, at: taker+0x14b/0x460",
                "-> #1 (&m){+.+.}-{3:3}:",
                "       lock_acquire+0x29d/0x740",
                "       earlier+0x7b/0xb0",
                "stack backtrace:",
                "Call Trace:",
                " taker+0x14b/0x460")
            .get(0);
    assertThat(report.title()).isEqualTo("possible deadlock in taker");
    assertThat(report.meets(List.of("possible deadlock in earlier"))).isTrue();
    assertThat(report.meets(List.of("inconsistent lock state in earlier"))).isFalse();
  }

  @Test
  void anOldKasansReportThatLacksTheAccessIsNamedAfterItsFirstLine() {
    CrashReport cut =
        Consoles.read("BUG: KASAN: use-after-free in f.part.13+0x1/0x2 at addr ffff88006a3b0c00")
            .get(0);
    assertThat(cut.title()).isEqualTo("KASAN: use-after-free in f.part.NUM at addr ADDR");
    assertThat(cut.corrupted()).isTrue();
    assertThat(
            Consoles.titles(
                "BUG: KASAN: use-after-free in memcpy+0x1/0x2 at addr ffff88006a3b0c00",
                "Read of size 8 by task a.out/7"))
        .containsExactly("KASAN: use-after-free Read in corrupted");
  }

  @Test
  void aReportThatAnotherInterruptsBeforeItsStackNamesNobody() {
    List<CrashReport> reports =
        Consoles.read(
            "[   32.591202] general protection fault: 0000 [#1] PREEMPT SMP KASAN",
            "[   32.604002] BUG: using __this_cpu_read() in preemptible [00000000] code: a.out/7",
            "[   32.604023] CPU: 1 PID: 7 Comm: a.out Not tainted 4.9.80 #37",
            "[   32.604065] Call Trace:",
            "[   32.604077]  check_preemption_disabled+0x1d4/0x200",
            "[   32.604105]  f+0x188/0x930");
    assertThat(reports)
        .extracting(CrashReport::title)
        .containsExactly(
            "general protection fault in corrupted",
            "BUG: using __this_cpu_read() in preemptible code in f");
    assertThat(reports.get(0).corrupted()).isTrue();
    assertThat(reports.get(1).corrupted()).isFalse();
  }

  @Test
  void aPanicThatRepeatsTheReportIsItsConsequence() {
    List<CrashReport> reports =
        Consoles.read(
            "BUG: scheduling while atomic: a.out/7/0x00000002",
            "Kernel panic - not syncing: scheduling while atomic",
            "Call Trace:",
            " panic+0x1/0x2",
            " __schedule_bug+0x1/0x2",
            " __schedule+0x1/0x2",
            " schedule+0x1/0x2",
            " exit_to_user_mode_prepare+0x1/0x2");
    assertThat(reports)
        .extracting(CrashReport::title)
        .containsExactly("BUG: scheduling while atomic in exit_to_user_mode_prepare");
    assertThat(reports.get(0).panicked()).isTrue();
  }

  @Test
  void aBootLoadersWarningIsNoneOfTheKernel() {
    assertThat(
            Consoles.titles(
                "U-Boot 2016.03",
                "WARNING: Caches not enabled",
                "[    0.000000] Linux version 6.1.0",
                "[    1.000000] divide error: 0000 [#1] SMP",
                "[    1.000001] RIP: 0010:f+0x1/0x2"))
        .containsExactly("divide error in f");
    assertThat(Consoles.titles("WARNING: something of a kernel without stamps"))
        .containsExactly("WARNING: something of a kernel without stamps");
  }

  @Test
  void someKernelsPrintTheStackAfterTheEnd() {
    CrashReport report =
        Consoles.read(
                "WARNING: at fs/a.c:31",
                "CPU: 6 PID: 7 Comm: a.out Kdump: loaded Tainted: G        W       4.4.89 #1",
                "PC is at kobject_add+0xc4/0xec",
                "---[ end trace e04bbdfd13922de9 ]---",
                "Call trace:",
                "[<ffffff80081b2478>] kobject_add+0xc4/0xec",
                "[<ffffff80081b3478>] f+0x300/0x4dc")
            .get(0);
    assertThat(report.title()).isEqualTo("WARNING in f");
    assertThat(report.task()).isEqualTo(new CrashTask("a.out", 7));
  }

  @Test
  void aDotBeforeANameIsPartOfTheAbi() {
    assertThat(
            Consoles.titles(
                "WARNING: at fs/a.c:390",
                "NIP [c000000008068dfc] .f+0x27c/0x390",
                "Call Trace:",
                "[c000000010f930b0] [c000000008068df8] .f+0x278/0x390 (unreliable)",
                "[c000000010f93150] [c000000008028668] .g+0x128/0x170"))
        .containsExactly("WARNING in f");
  }

  /** Where a decoder has named the files, the kernel's own layout tells what only helps. */
  @ParameterizedTest
  @CsvSource({
    "lib/string.c:7, g",
    "/build/linux-6.1/kernel/locking/odd.c:7, g",
    "./mm/kasan/odd.c:7:3, g",
    "arch/x86/lib/odd_64.S:7, g",
    "fs/lib/string.c:7, f",
    "net/core/sock.c:7, f",
    "lib/xarray.c:7, f",
  })
  void aFunctionInAFileOfHelpersHelps(String place, String name) {
    CrashReport report =
        Consoles.read(
                "divide error: 0000 [#1] SMP",
                "RIP: 0010:f+0x1/0x2 " + place,
                "Call Trace:",
                " g+0x1/0x2 fs/a.c:9")
            .get(0);
    assertThat(report.title()).isEqualTo("divide error in " + name);
  }

  @ParameterizedTest
  @CsvSource({
    "f+0x1/0x2, f+0x1/0x2, EXACT",
    "memcpy+0x1/0x2, f+0x1/0x2, LIKELY",
  })
  void confidenceSaysWhetherTheFunctionWasChosen(String trap, String frame, Confidence confidence) {
    CrashReport report =
        Consoles.read("divide error: 0000 [#1]", "RIP: 0010:" + trap, "Call Trace:", " " + frame)
            .get(0);
    assertThat(report.title()).isEqualTo("divide error in f");
    assertThat(report.confidence()).isEqualTo(confidence);
  }

  @Test
  void aDoorIntoSubsystemsIsNoCertainName() {
    CrashReport report =
        Consoles.read(
                "divide error: 0000 [#1]",
                "RIP: 0010:process_one_work+0x1/0x2",
                "Call Trace:",
                " worker_thread+0x1/0x2")
            .get(0);
    assertThat(report.title()).isEqualTo("divide error in process_one_work");
    assertThat(report.confidence()).isEqualTo(Confidence.LIKELY);
  }
}
