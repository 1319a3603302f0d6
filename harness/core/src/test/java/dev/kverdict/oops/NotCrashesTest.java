package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that only look like crashes, and crashes that do not look like them. */
class NotCrashesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test 4: expects kernel BUG at fs/ocfs2/refcounttree.c:2712!",
        "[    5.000001] repro: will print: kernel BUG at fs/ocfs2/refcounttree.c:2712!",
        "> [   12.345678] kernel BUG at fs/ocfs2/refcounttree.c:2712!",
        "he wrote \"[   12.345678] kernel BUG at fs/ocfs2/refcounttree.c:2712!\"",
        "  kernel BUG at fs/ocfs2/refcounttree.c:2712!",
        "[    5.000001][   T10] ODEBUG: Out of memory. ODEBUG disabled",
        "[    5.000001] logger: !@Boot_DEBUG: start networkManagement",
        "[    5.000001] xlog_status: enable:1, panic:1, dump:2",
        "[    5.000001] rcu_INFO: task x:1 blocked for more than 120 seconds.",
        "[    5.000001] Spectre V2 : WARNING: Unprivileged eBPF is enabled with eIBRS on",
        "[    5.000001] fbcon: WARNING: something at fs/a.c:1",
        "[    5.000001] WARNING: the mand mount option is being deprecated",
        "[    5.000001] EXT4-fs warning (device vda): ext4_multi_mount_protect:328: MMP",
        "[    5.000001] OCFS2: ERROR (device loop0): ocfs2_validate_gd_self: corrupted",
        "[    5.000001] INFO: lockdep is turned off.",
        "[    5.000001] perf: interrupt took too long (2510 > 2500), lowering",
        "[    5.000001] traps: a.out[99] general protection fault ip:401136 sp:7ffc error:0 in a.out",
        "[    5.000001] a.out[99] trap invalid opcode ip:401136 sp:7ffc error:0 in a.out",
        "general protection fault ip:401136 sp:7ffc error:0 in a.out",
        "[    5.000001] a.out[10579]: segfault at 4cb420 ip 00000000004cb420 error 15",
        "Kernel panic will follow - not syncing: just kidding",
        "[    0.500001] kmemleak: Kernel memory leak detector initialized (mem pool available: 1)",
        "[    0.500001] **   NOTICE NOTICE NOTICE NOTICE NOTICE NOTICE NOTICE   **",
        "[    0.500001] ** This means that this is a DEBUG kernel and it is     **",
        "[    0.500001] RETBleed: WARNING: Spectre v2 mitigation leaves CPU vulnerable to attacks",
        "[    0.500001] Speculative Return Stack Overflow: WARNING: See https://kernel.org/doc/",
        "[    5.000001] WARNING! power/level is deprecated; use power/control instead",
        "[    5.000001] XFS (vda): WARNING: Reset corrupted AGFL on AG 1. 4 blocks leaked.",
        "[    5.000001] nmi: INFO: NMI handler (perf_event_nmi_handler) took too long: 1.2 msecs",
        "[    5.000001] INFO: NMI handler (f) took too long to run: 1.234 msecs",
        "[    5.000001] rcu: INFO: Stall ended before state dump start",
        "[    5.000001] INFO: task a.out:7 is blocked on a mutex likely owned by task b.out:8.",
        "[    5.000001] usercopy: Kernel memory exposure attempt detected from null address!",
        "[    5.000001] KASAN: null-ptr-deref in range [0x0000000000000000-0x0000000000000007]",
        "[    5.000001] audit: type=1701 audit(1.1:7): comm=\"a.out\" reason=\"BUG: memory leak\"",
        "[    5.000001] systemd[1]: BUG: unit is odd",
        "[    5.000001] uart-pl011 9000000.pl011: BUG: no free descriptors",
        "[    5.000001] FIX kmalloc-64: Object at 0x00000000a1b2c3d4 not freed",
      })
  void isNoCrash(String line) {
    assertThat(Consoles.titles("[    1.000000] Linux version 6.1.0", line)).isEmpty();
  }

  @Test
  void whatAProgramCallsABugIsNoneWhereTheKernelHasTimeStamps() {
    assertThat(Consoles.titles("[    1.000000] Linux version 6.1.0", "BUG: my list is empty"))
        .isEmpty();
    assertThat(Consoles.titles("[    1.000000] Linux version 6.1.0", "kernel BUG at fs/a.c:1!"))
        .isEmpty();
    assertThat(Consoles.titles("Linux version 6.1.0", "kernel BUG at fs/a.c:1!")).hasSize(1);
    assertThat(Consoles.titles("[    1.000000] Linux version", "[    2.000000] BUG: odd thing 7"))
        .containsExactly("BUG: odd thing NUM");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[    5.000001] kernel BUG at fs/a.c:1!",
        "[    5.000001][  T100] kernel BUG at fs/a.c:1!",
        "[    5.000001][    C0] kernel BUG at fs/a.c:1!",
        "<2>[    5.000001] kernel BUG at fs/a.c:1!",
        "[    5.000001]  [4:system_server: 3344] kernel BUG at fs/a.c:1!",
        "[    5.000001] (0)[3344:a.out]kernel BUG at fs/a.c:1!",
        "[    5.000001] -(1)[0:swapper/1]kernel BUG at fs/a.c:1!",
        "\u001b[0m\u001b[31m[    5.000001] kernel BUG at fs/a.c:1!\u001b[0m",
        "login: \r[    5.000001] kernel BUG at fs/a.c:1!",
        "root@vm:~# [    5.000001] kernel BUG at fs/a.c:1!",
        "half a line[    5.000001] kernel BUG at fs/a.c:1!",
        "\u0000\u0000[    5.000001] kernel BUG at fs/a.c:1!",
      })
  void isACrashWhateverPrintkPutsInFront(String line) {
    assertThat(Consoles.titles("[    1.000000] Linux version 6.1.0", line))
        .containsExactly("kernel BUG in corrupted");
  }

  @Test
  void aKernelLineBehindAPromptIsSeenAtItsOwnPlace() {
    String prompt = "debian login: ";
    CrashReport report =
        Consoles.read(prompt + "[   35.184476] BUG: scheduling while atomic: a.out/1/0x2").get(0);

    assertThat(report.offset()).isEqualTo(prompt.length());
    assertThat(report.text().get(0)).startsWith("BUG: scheduling");
  }

  @Test
  void theSystemLogsCopyOfACrashIsNoSecondOne() {
    assertThat(
            Consoles.titles(
                "[   68.938106] kernel BUG at fs/a.c:1!",
                "Sep 23 02:31:17 host kernel: [   68.938106] kernel BUG at fs/a.c:1!",
                "Sep 23 02:31:18 host kernel: [   60.000000] kernel BUG at fs/b.c:1!"))
        .hasSize(1);
  }

  @Test
  void aFrameTornByAnotherMessageIsRead() {
    CrashReport report =
        Consoles.read(
                "[   62.000001] divide error: 0000 [#1] SMP",
                "[   62.000002] RIP: 0010:f+0x1/0x2[   62.000003] binder: 5 ioctl returned -16",
                "[   62.000004] Call Trace:",
                "[   62.000005]  g+0x1/0x2")
            .get(0);

    assertThat(report.title()).isEqualTo("divide error in f");
    assertThat(report.text()).contains("RIP: 0010:f+0x1/0x2");
  }
}
