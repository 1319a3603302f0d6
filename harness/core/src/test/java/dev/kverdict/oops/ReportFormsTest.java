package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole reports of several kernels, with the function in different places. */
class ReportFormsTest {

  @Test
  void aSmashedStackIsNamedAfterTheFunctionThatNoticed() {
    assertThat(
            Consoles.titles(
                "Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: ffff1234",
                "Call Trace:",
                " dump_stack+0x1/0x2",
                " panic+0x1/0x2",
                " __stack_chk_fail+0x1/0x2",
                " smashed+0x1/0x2",
                " caller+0x1/0x2",
                " vfs_write+0x1/0x2"))
        .containsExactly("kernel panic: stack is corrupted in smashed");
  }

  /** Words that make a warning advice may be those of a path. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "WARNING: /home/a/linux/fs/a.c:12 at f+0x1/0x2, CPU#0: a.out/7",
        "WARNING: CPU: 0 PID: 7 at fs/deprecated.c:12 f+0x1/0x2",
        "WARNING: arch/x86/mitigation.c:12 at f+0x1/0x2 [a], CPU#0: a.out/7",
      })
  void aPlaceInTheSourceIsNoAdvice(String header) {
    assertThat(
            Consoles.titles(
                header,
                "RIP: 0010:f+0x1/0x2",
                "Call Trace:",
                " g+0x1/0x2",
                "---[ end trace 0000000000000000 ]---"))
        .containsExactly("WARNING in f");
  }

  @Test
  void aHeaderInSeveralLinesIsOneReport() {
    assertThat(
            Consoles.titles(
                "BUG: KASAN: null-ptr-deref in instrument_read include/linux/i.h:71 [inline]",
                "BUG: KASAN: null-ptr-deref in atomic_read include/linux/atomic.h:71 [inline] ",
                "BUG: KASAN: null-ptr-deref in f+0x1/0x2 fs/a.c:12",
                "Read of size 4 at addr 0000000000000010 by task a.out/7",
                "Call Trace:",
                " kasan_report+0x1/0x2",
                " atomic_read include/linux/atomic.h:71 [inline]",
                " f+0x1/0x2 fs/a.c:12"))
        .containsExactly("KASAN: null-ptr-deref Read in f");
    assertThat(
            Consoles.titles(
                "BUG: KASAN: slab-out-of-bounds in instrument_read",
                "include/linux/i.h:71",
                "BUG: KASAN: slab-out-of-bounds in atomic_read",
                "include/linux/atomic.h:71",
                "[inline]",
                "BUG: KASAN: slab-out-of-bounds in f+0x1/0x2",
                "fs/a.c:12",
                "Read of size 4 at addr ffff88813c3ab618 by task a.out/7",
                "Call Trace:",
                " kasan_report+0x1/0x2",
                " f+0x1/0x2 fs/a.c:12"))
        .as("wrapped by a mail program")
        .containsExactly("KASAN: slab-out-of-bounds Read in f");
    assertThat(
            Consoles.titles(
                "BUG: memory leak",
                "unreferenced object 0xffff88810a3b0c00 (size 192):",
                "  backtrace:",
                "    [<ffffffff81a1b2c3>] kmemleak_alloc+0x1/0x2",
                "    [<ffffffff81a1b2c3>] f+0x1/0x2"))
        .containsExactly("memory leak in f");
  }

  @Test
  void aSlabReportIsNamedAfterWhoFoundIt() {
    assertThat(
            Consoles.titles(
                "BUG kmalloc-64 (Tainted: G        W         ): Object already free",
                "Allocated in alloc_it+0x1/0x2 age=1 cpu=0 pid=1",
                " __kmem_cache_alloc_node+0x1/0x2",
                " alloc_it+0x1/0x2",
                "Object 0x00000000a1b2c3d4 @offset=64 fp=0x0000000000000000",
                "CPU: 0 PID: 7 Comm: a.out Tainted: G    B   W          6.1.0 #1",
                "Call Trace:",
                " object_err+0x1/0x2",
                " free_debug_processing+0x1/0x2",
                " kfree+0x1/0x2",
                " free_it+0x1/0x2"))
        .containsExactly("BUG: slab Object already free in free_it");
  }

  @Test
  void anOldKasansReportHasTheObjectsWithin() {
    assertThat(
            Consoles.titles(
                "BUG: KASan: use after free in f+0x12/0x20 at addr ffff88006a3b0c00",
                "Read of size 8 by task a.out/7",
                "=============================================================================",
                "BUG kmalloc-64 (Not tainted): kasan: bad access detected",
                "INFO: Allocated in alloc_it+0x1/0x2 age=1 cpu=0 pid=1",
                "Call Trace:",
                " [<ffffffff81a1b2c3>] kasan_report_error+0x1/0x2",
                " [<ffffffff81a1b2c3>] f+0x12/0x20"))
        .containsExactly("KASAN: use-after-free Read in f");
  }

  @Test
  void aWarningFromWithinATrapIsOfWhatTheTrapFound() {
    assertThat(
            Consoles.titles(
                "WARNING: CPU: 0 PID: 7 at kernel/panic.c:614 refcount_error_report+0x9c/0xa1",
                "RIP: 0010:refcount_error_report+0x9c/0xa1",
                "Call Trace:",
                " ex_handler_refcount+0x1/0x2",
                " fixup_exception+0x1/0x2",
                " do_trap+0x1/0x2",
                " invalid_op+0x1/0x2",
                "RIP: 0010:f+0x1/0x2",
                "RSP: 0018:ffffc900002a7ca8 EFLAGS: 00000202",
                " caller+0x1/0x2"))
        .containsExactly("WARNING: refcount bug in f");
  }

  @Test
  void anInlinedTrapIsAnotherTitleUnlessItHelps() {
    String[] helper = {
      "divide error: 0000 [#1] SMP",
      "RIP: 0010:atomic_read include/linux/atomic.h:7 [inline]",
      "RIP: 0010:f+0x1/0x2 fs/a.c:12",
      "Call Trace:",
      " g+0x1/0x2 fs/a.c:20"
    };
    String[] own = helper.clone();
    own[1] = "RIP: 0010:f_inlined fs/a.c:7 [inline]";

    assertThat(Consoles.titles(helper)).containsExactly("divide error in f");
    assertThat(Consoles.titles(own)).containsExactly("divide error in f");
    assertThat(Consoles.read(helper).get(0).alternatives()).isEmpty();
    assertThat(Consoles.read(own).get(0).alternatives()).contains("divide error in f_inlined");
  }

  @Test
  void oldDecodersNameInlinedTrapsAndLockPlacesToo() {
    assertThat(
            Consoles.titles(
                "divide error: 0000 [#1] SMP",
                "RIP: 0010:[<ffffffff81a1b2c3>]  [<     inline     >] atomic_read include/a.h:7",
                "RIP: 0010:[<ffffffff81a1b2c3>]  [<ffffffff81a1b2c3>] f+0x1/0x2 fs/a.c:12",
                "Call Trace:",
                " [<ffffffff81a1b2c3>] g+0x1/0x2 fs/a.c:20"))
        .containsExactly("divide error in f");
    assertThat(
            Consoles.titles(
                "WARNING: bad unlock balance detected!",
                "a.out/7 is trying to release lock (&a) at:",
                "[<ffffffff81a1b2c3>] rcu_read_unlock include/linux/rcupdate.h:739 [inline]",
                "[<ffffffff81a1b2c3>] f+0x1/0x2 net/a.c:553",
                "but there are no more locks to release!",
                " #0: ffff888 (&b){+.+.}-{3:3}, at: earlier+0x1/0x2",
                "stack backtrace:",
                "Call Trace:",
                " f+0x1/0x2 net/a.c:553"))
        .containsExactly("WARNING: bad unlock balance in f");
  }

  @Test
  void aHeaderThatAnotherMessageCutGoesOnBehindIt() {
    CrashReport report =
        Consoles.read(
                "BUG: unable to handle kernel ",
                "NULL pointer dereference",
                " at           (null)",
                "IP: f+0x1/0x2",
                "Oops: 0000 [#1] SMP",
                "RIP: 0010:f+0x1/0x2",
                "Call Trace:",
                " g+0x1/0x2")
            .get(0);

    assertThat(report.title())
        .isEqualTo("BUG: unable to handle kernel NULL pointer dereference in f");
    assertThat(report.corrupted()).isFalse();
  }

  @Test
  void aRaceInAModuleIsOfBothSides() {
    assertThat(Consoles.titles("BUG: KCSAN: data-race in f [ocfs2] / g [ocfs2]"))
        .containsExactly("KCSAN: data-race in f / g");
  }

  @Test
  void arm32AnnouncesNoStack() {
    CrashReport report =
        Consoles.read(
                "BUG: KASAN: slab-out-of-bounds in f+0x1/0x2",
                "Read of size 4 at addr 84a1b2c0 by task a.out/7",
                "CPU: 0 PID: 7 Comm: a.out Not tainted 6.1.0 #1",
                " unwind_backtrace from show_stack+0x10/0x14",
                " show_stack from dump_stack_lvl+0x40/0x4c",
                " kasan_report from f+0x1/0x2",
                " f from ret_fast_syscall+0x0/0x1c")
            .get(0);

    assertThat(report.title()).isEqualTo("KASAN: slab-out-of-bounds Read in f");
    assertThat(report.corrupted()).isFalse();
  }

  @Test
  void riscvPrintsFramesWithoutAMarker() {
    CrashReport report =
        Consoles.read(
                "Unable to handle kernel NULL pointer dereference at virtual address 0000000000000008",
                "Oops [#1]",
                "CPU: 0 PID: 7 Comm: a.out Not tainted 6.1.0 #1",
                "epc : f+0x12/0x20",
                " ra : g+0x10/0x2c",
                "status: 0000000200000120 badaddr: 0000000000000008 cause: 000000000000000d",
                "[<ffffffff8010abcd>] f+0x12/0x20",
                "[<ffffffff8010abcd>] g+0x10/0x2c",
                "---[ end trace 0000000000000000 ]---")
            .get(0);

    assertThat(report.title())
        .isEqualTo("BUG: unable to handle kernel NULL pointer dereference in f");
    assertThat(report.corrupted()).isFalse();
  }

  @Test
  void aHangPanicsAfterTheStacksOfAllProcessors() {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "INFO: task a.out:7 blocked for more than 143 seconds.",
                "Call Trace:",
                " __schedule+0x1/0x2",
                " f+0x1/0x2",
                "Showing all locks held in the system:",
                "============================================="));
    lines.addAll(Collections.nCopies(200, "NMI backtrace for cpu 1 skipped: idling"));
    lines.add("Kernel panic - not syncing: hung_task: blocked tasks");
    List<CrashReport> reports = Consoles.read(lines.toArray(String[]::new));

    assertThat(reports).extracting(CrashReport::title).containsExactly("INFO: task hung in f");
    assertThat(reports.get(0).panicked()).isTrue();
  }

  @Test
  void aVendorsTagTellsCallersApart() {
    assertThat(
            Consoles.titles(
                "[   37.991733]  [4:  system_server: 3344] kernel BUG at fs/a.c:1!",
                "[   37.991734]  [2:    kworker/2:1: 1608] pc : innocent+0x1/0x2",
                "[   37.991735]  [4:  system_server: 3344] pc : guilty+0x1/0x2",
                "[   37.991736]  [4:  system_server: 3344] Call trace:",
                "[   37.991737]  [4:  system_server: 3344]  guilty+0x1/0x2"))
        .containsExactly("kernel BUG in guilty");
    assertThat(
            Consoles.titles(
                "[   37.991733] (0)[3344:a.out]kernel BUG at fs/a.c:1!",
                "[   37.991734] -(0)[3344:a.out]pc : guilty+0x1/0x2",
                "[   37.991735]  [<ffffffff81a1b2c3>] no tag"))
        .containsExactly("kernel BUG in guilty");
  }
}
