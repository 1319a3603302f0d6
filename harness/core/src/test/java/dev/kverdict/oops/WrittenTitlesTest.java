package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which titles a report answers to, as reporters, dashboards and consoles write them. */
class WrittenTitlesTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kasan-read | KASAN: slab-use-after-free Read in udf_sync_fs
          kasan-read | KASAN: use-after-free Read in udf_sync_fs
          kasan-read | BUG: KASAN: use-after-free Read in udf_sync_fs
          kasan-read | BUG: KASAN: slab-use-after-free in udf_sync_fs+0x112/0x1f0 [udf]
          kasan-read | KASAN: use-after-free Read of size 4 in udf_sync_fs
          kasan-read | KASAN: use-after-free in udf_sync_fs at addr ADDR
          kasan-read | KASAN: invalid-access Read in udf_sync_fs
          kasan-read | KASAN: invalid-access in udf_sync_fs
          kasan-read | [syzbot] [udf?] KASAN: slab-use-after-free Read in udf_sync_fs (2)
          kasan-read | '  KASAN:  slab-use-after-free  Read in udf_sync_fs.isra.0 '
          kasan-read | KASAN: slab-use-after-free Read in udf_sync_fs()
          kasan-read | bad-access in sync_filesystem
          kasan-read | KFENCE: use-after-free read in udf_sync_fs
          kfence | KASAN: slab-use-after-free Read in find_uprobe
          general-protection | KASAN: null-ptr-deref Read in ocfs2_dentry_attach_lock
          null-deref | KASAN: null-ptr-deref Write in ext4_put_super
          null-deref | BUG: unable to handle kernel pointer dereference in ext4_put_super
          page-fault | KASAN: user-memory-access Read in vc_do_resize
          page-fault | stack segment fault in vc_do_resize
          soft-lockup | INFO: rcu detected stall in sys_rmdir
          rcu-stall | BUG: soft lockup in ocfs2_file_write_iter
          kasan-invalid-free | KASAN: double-free in ext4_mb_release
          kasan-invalid-free | BUG: KASAN: double-free or invalid-free in ext4_mb_release
          general-protection | BUG: unable to handle kernel NULL pointer dereference in ocfs2_dentry_attach_lock
          general-protection | BUG: unable to handle kernel paging request in ocfs2_dentry_attach_lock
          general-protection | KASAN: null-ptr-deref in ocfs2_dentry_attach_lock
          null-deref | general protection fault in ext4_put_super
          null-deref | BUG: kernel NULL pointer dereference, address: 0000000000000018 in ext4_put_super
          null-deref | kernel NULL pointer dereference in ext4_put_super
          page-fault | BUG: unable to handle page fault in vc_do_resize
          recorded/ocfs2-cow-bug-on | [ocfs2?] kernel BUG in ocfs2_refcount_cal_cow_clusters (3)
          recorded/ocfs2-cow-bug-on | kernel BUG at fs/ocfs2/refcounttree.c:2712!
          recorded/ocfs2-cow-bug-on | kernel BUG at fs/ocfs2/refcounttree.c:2712
          recorded/ocfs2-cow-bug-on | kernel BUG at fs/ocfs2/refcounttree.c:LINE! (2)
          recorded/ocfs2-cow-bug-on | 'Re: [syzbot] [ocfs2?] kernel BUG in ocfs2_refcount_cal_cow_clusters'
          list-corruption | BUG: corrupted list in dlm_purge_lockres.constprop.0
          warning | WARNING: CPU: 3 PID: 7 at fs/ocfs2/dlmglue.c:700 ocfs2_wait_event+0x2b/0x90 [ocfs2]
          warning | WARNING at fs/ocfs2/dlmglue.c:761
          deadlock | WARNING: possible circular locking dependency detected in ocfs2_try_remove_refcount_tree
          deadlock | INFO: possible circular locking dependency detected in ocfs2_try_remove_refcount_tree
          deadlock | possible circular locking dependency in ocfs2_try_remove_refcount_tree
          deadlock-by-helper | possible recursive locking detected in grab_super
          suspicious-rcu | INFO: suspicious RCU usage in fib6_purge_rt
          suspicious-rcu | suspicious RCU usage in fib6_purge_rt
          unlock-balance-4.9 | BUG: bad unlock balance in ipmr_mfc_seq_stop
          hung-task | task hung in ocfs2_inode_lock_full_nested
          soft-lockup | watchdog: BUG: soft lockup - CPU#1 stuck for 26s! in __x64_sys_rmdir
          soft-lockup | BUG: soft lockup in __se_sys_rmdir
          rcu-stall | rcu: INFO: rcu_preempt self-detected stall on CPU in ocfs2_file_write_iter
          sleeping | BUG: sleeping function called from invalid context at kernel/locking/mutex.c:99 in do_con_write
          ubsan | BUG: UBSAN: shift-out-of-bounds in ocfs2_fill_super
          ubsan | UBSAN: shift-out-of-bounds in fs/ocfs2/super.c:2336:10
          kfence | KFENCE: use-after-free in find_uprobe
          kfence | BUG: KFENCE: use-after-free Read in find_uprobe
          kmsan | BUG: KMSAN: uninit-value in btrfs_bin_search
          kcsan | BUG: KCSAN: data-race in __mark_inode_dirty / generic_update_time
          double-fault | double fault in udp6_lib_lookup2
          panic-no-root | Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(8,1)
          workqueue-lockup | BUG: workqueue lockup (4)
          """)
  void oneKindHasManyNames(String file, String title) {
    assertThat(first(file).meets(List.of("WARNING in another", title))).isTrue();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kasan-read | KASAN: slab-use-after-free Read in strlen
          kasan-read | KASAN: slab-use-after-free Read in sync_filesystem
          kasan-invalid-free | KASAN: invalid-free in kfree
          general-protection | general protection fault in _raw_spin_lock_irqsave
          general-protection | general protection fault in ocfs2_lookup
          null-deref | general protection fault in generic_shutdown_super
          page-fault | BUG: unable to handle kernel paging request in memcpy_erms
          page-fault | BUG: unable to handle kernel paging request in fbcon_do_set_font
          recorded/ocfs2-cow-bug-on | kernel BUG in ocfs2_refcount_cow
          list-corruption | BUG: corrupted list in __list_del_entry_valid
          list-corruption | BUG: corrupted list in dlm_thread
          odebug | WARNING: ODEBUG bug in kfree
          odebug | WARNING: ODEBUG bug in device_release
          warning | WARNING in ocfs2_inode_lock_full_nested
          refcount-panic | WARNING: refcount bug in refcount_warn_saturate
          refcount-panic | WARNING: refcount bug in skb_release_head_state
          deadlock | possible deadlock in down_write
          hung-task | INFO: task hung in down_write
          hung-task | INFO: task hung in ocfs2_setattr
          soft-lockup | BUG: soft lockup in d_walk
          soft-lockup | BUG: soft lockup in do_rmdir
          rcu-stall | INFO: rcu detected stall in ocfs2_search_chain
          sleeping | BUG: sleeping function called from invalid context in __mutex_lock
          ubsan | UBSAN: shift-out-of-bounds in mount_bdev
          kfence | KFENCE: use-after-free read in uprobe_apply
          kmsan | KMSAN: uninit-value in crc_itu_t
          kmsan | KMSAN: uninit-value in btrfs_search_slot
          """)
  void aTitleMayNameAnotherFrameNearTheTop(String file, String title) {
    assertThat(first(file).meets(List.of(title))).isTrue();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kasan-read | KASAN: slab-use-after-free Write in udf_sync_fs
          kasan-read | BUG: KASAN: slab-use-after-free Write in udf_sync_fs
          kasan-read | KASAN: use-after-free Write of size 1 in udf_sync_fs
          kasan-read | KASAN: invalid-access Write in udf_sync_fs
          kasan-read | KASAN: slab-out-of-bounds Read in udf_sync_fs
          kasan-read | KASAN: vmalloc-use-after-free Read in udf_sync_fs
          kasan-read | general protection fault in udf_sync_fs
          kasan-read | KASAN: invalid-free in udf_sync_fs
          kasan-read | KFENCE: use-after-free write in udf_sync_fs
          null-deref | KASAN: wild-memory-access in ext4_put_super
          kasan-invalid-free | KASAN: use-after-free Read in ext4_mb_release
          general-protection | KASAN: wild-memory-access in ocfs2_dentry_attach_lock
          general-protection | divide error in ocfs2_dentry_attach_lock
          null-deref | kernel BUG in ext4_put_super
          recorded/ocfs2-cow-bug-on | WARNING in ocfs2_refcount_cal_cow_clusters
          recorded/ocfs2-cow-bug-on | BUG: corrupted list in ocfs2_refcount_cal_cow_clusters
          recorded/ocfs2-cow-bug-on | kernel BUG at fs/ocfs2/refcounttree.c:2713!
          recorded/ocfs2-cow-bug-on | kernel BUG at fs/ocfs2/file.c:LINE!
          recorded/ocfs2-cow-bug-on | WARNING at fs/ocfs2/refcounttree.c:2712
          list-corruption | kernel BUG in dlm_purge_lockres
          list-corruption | kernel BUG at lib/list_debug.c:59!
          warning | kernel BUG in ocfs2_wait_event
          warning | BUG: ocfs2_wait_event
          warning | WARNING: refcount bug in ocfs2_wait_event
          warning | WARNING at fs/ocfs2/dlmglue.c:762
          refcount-panic | WARNING in sctp_wfree
          deadlock | inconsistent lock state in ocfs2_try_remove_refcount_tree
          suspicious-rcu | WARNING in fib6_purge_rt
          unlock-balance-4.9 | WARNING: bad unlock balance in ipmr_mfc_seq_stop
          hung-task | INFO: rcu detected stall in ocfs2_inode_lock_full_nested
          ubsan | UBSAN: array-index-out-of-bounds in ocfs2_fill_super
          ubsan | UBSAN: shift-out-of-bounds in fs/ocfs2/super.c:2337:10
          kfence | KFENCE: use-after-free write in find_uprobe
          kmsan | KMSAN: kernel-infoleak in btrfs_bin_search
          """)
  void anotherKindIsAnotherCrash(String file, String title) {
    assertThat(first(file).meets(List.of(title))).isFalse();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kasan-read | KASAN: slab-use-after-free Read in kasan_report
          kasan-read | KASAN: slab-use-after-free Read in udf_fill_super
          kasan-read | KASAN: slab-use-after-free Read in udf
          kasan-read | KASAN: slab-use-after-free Read
          kasan-invalid-free | KASAN: invalid-free in __kasan_slab_free
          null-deref | general protection fault in kill_block_super
          null-deref | BUG: kernel NULL pointer dereference, address: 0000000000000018
          page-fault | BUG: unable to handle kernel paging request in __die_body
          recorded/ocfs2-cow-bug-on | kernel BUG in ocfs2_inode_lock_for_extent_tree
          recorded/ocfs2-cow-bug-on | kernel BUG in ocfs2_file_write_iter
          recorded/ocfs2-cow-bug-on | kernel BUG in vfs_write
          recorded/ocfs2-cow-bug-on | kernel BUG
          list-corruption | BUG: corrupted list in kthread
          odebug | WARNING: ODEBUG bug in debug_print_object
          refcount-panic | WARNING: refcount bug in report_bug
          deadlock | possible deadlock in __lock_acquire
          deadlock | possible deadlock in ocfs2_xattr_set
          deadlock | WARNING: possible circular locking dependency detected
          suspicious-rcu | WARNING: suspicious RCU usage in lockdep_rcu_suspicious
          hung-task | INFO: task hung in schedule
          hung-task | INFO: task hung in jbd2_journal_commit_transaction
          soft-lockup | BUG: soft lockup in do_syscall_64
          rcu-stall | INFO: rcu detected stall in hrtimer_interrupt
          rcu-stall | INFO: rcu detected stall in rcu_gp_kthread
          rcu-stall | INFO: rcu detected stall in vfs_write
          sleeping | BUG: sleeping function called from invalid context in __might_resched
          sleeping | BUG: sleeping function called from invalid context at kernel/locking/mutex.c:580
          ubsan | UBSAN: shift-out-of-bounds in ubsan_epilogue
          kmsan | KMSAN: uninit-value in folio_alloc
          kcsan | KCSAN: data-race in generic_update_time
          """)
  void aFrameFarBelowOrOfTheReportingIsAnotherCrash(String file, String title) {
    assertThat(first(file).meets(List.of(title))).isFalse();
  }

  @Test
  void whatWasInlinedCountsWithTheFrameItIsIn() {
    CrashReport resolved =
        first("recorded/ocfs2-cow-bug-on")
            .with(
                inlining(
                    "ocfs2_refcount_cow", "ocfs2_refcount_cow_hunk",
                    "ocfs2_file_write_iter", "ocfs2_prepare_inode_for_write"));

    assertThat(resolved.meets(List.of("kernel BUG in ocfs2_refcount_cow_hunk"))).isTrue();
    assertThat(resolved.meets(List.of("kernel BUG in ocfs2_refcount_cow"))).isTrue();
    assertThat(resolved.meets(List.of("kernel BUG in ocfs2_prepare_inode_for_write"))).isFalse();
  }

  private static Symbols inlining(String outer, String inner, String outer2, String inner2) {
    return new Symbols() {
      @Override
      public List<Frame> resolve(Frame frame) {
        String inlined =
            frame.name().equals(outer) ? inner : frame.name().equals(outer2) ? inner2 : null;
        return inlined == null
            ? List.of(frame)
            : List.of(frame.inlining(inlined, "fs/x.c:1"), frame.at("fs/x.c:9"));
      }

      @Override
      public Optional<String> statement(String source) {
        return Optional.empty();
      }
    };
  }

  /** The compiler may inline the function in the title into its caller, and that into its own. */
  @Test
  void aDecodedLogHasItsInlinedFrames() {
    CrashReport report =
        Consoles.read(
                "kernel BUG at fs/x.c:3!",
                "RIP: 0010:f+0x10/0x40 fs/x.c:3",
                "Call Trace:",
                " g fs/x.c:20 [inline]",
                " h+0x20/0x80 fs/x.c:30",
                " i+0x20/0x80 fs/x.c:40")
            .get(0);
    assertThat(report.title()).isEqualTo("kernel BUG in f");
    assertThat(report.meets(List.of("kernel BUG in g"))).isTrue();
    assertThat(report.meets(List.of("kernel BUG in h"))).isTrue();
    assertThat(report.meets(List.of("kernel BUG in i"))).isFalse();
  }

  /** Helpers between the function and its caller are passed; nothing counts below a door. */
  @ParameterizedTest
  @CsvSource({
    "list_sort, true, true",
    "asm_sysvec_apic_timer_interrupt, false, false",
    "asm_exc_page_fault, false, false",
    "vfs_write, false, false",
    "inode_lock_nested, true, false",
  })
  void onlyHelpersStandBetweenAFunctionAndItsCaller(String between, boolean itself, boolean g) {
    CrashReport report =
        Consoles.read(
                "kernel BUG at fs/x.c:3!",
                "RIP: 0010:f+0x10/0x40",
                "Call Trace:",
                " " + between + "+0xf/0x20",
                " g+0x20/0x80")
            .get(0);
    assertThat(report.meets(List.of("kernel BUG in " + between))).isEqualTo(itself);
    assertThat(report.meets(List.of("kernel BUG in g"))).isEqualTo(g);
  }

  @Test
  void whatWaitsIsAHelperIfATaskHangs() {
    CrashReport report =
        Consoles.read(
                "INFO: task a.out:7 blocked for more than 120 seconds.",
                "Call Trace:",
                " __schedule+0x8eb/0x2060",
                " f+0x10/0x40",
                " inode_lock_nested+0xf/0x20",
                " g+0x20/0x80",
                " h+0x20/0x80")
            .get(0);
    assertThat(report.meets(List.of("INFO: task hung in f"))).isTrue();
    assertThat(report.meets(List.of("INFO: task hung in g"))).isTrue();
    assertThat(report.meets(List.of("INFO: task hung in h"))).isFalse();
  }

  @Test
  void aStallMayBeInTheSecondStackWithItsRegistersBefore() {
    CrashReport report =
        Consoles.read(
                "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:",
                "Call Trace:",
                " __schedule+0x8eb/0x2060",
                " rcu_gp_kthread+0x9d9/0x2310",
                " kthread+0x35a/0x420",
                "NMI backtrace for cpu 1",
                "RIP: 0010:idle+0x10/0x40",
                "Call Trace:",
                " asm_sysvec_apic_timer_interrupt+0x1a/0x20",
                "RIP: 0010:f+0x10/0x40",
                " g+0x20/0x80",
                " vfs_write+0x1de/0x1720")
            .get(0);
    assertThat(report.title()).isEqualTo("INFO: rcu detected stall in g");
    assertThat(report.meets(List.of("INFO: rcu detected stall in f"))).isTrue();
    assertThat(report.meets(List.of("INFO: rcu detected stall in kthread"))).isFalse();
    assertThat(report.meets(List.of("INFO: rcu detected stall in vfs_write"))).isFalse();
  }

  /** KASAN reports such an access before it happens, and then it traps. */
  @ParameterizedTest
  @CsvSource({
    "null-ptr-deref, general protection fault in f, true",
    "null-ptr-deref, BUG: unable to handle kernel NULL pointer dereference in f, true",
    "wild-memory-access, BUG: unable to handle kernel paging request in f, true",
    "wild-memory-access, BUG: unable to handle kernel NULL pointer dereference in f, false",
    "user-memory-access, general protection fault in f, true",
    "wild-memory-access, KASAN: maybe wild-memory-access in f, true",
    "wild-memory-access, KASAN: null-ptr-deref in f, false",
    "stack-out-of-bounds, general protection fault in f, false",
    "stack-out-of-bounds, KASAN: slab-out-of-bounds Read in f, false",
    "stack-out-of-bounds, KASAN: out-of-bounds Read in f, false",
    "slab-out-of-bounds, KASAN: out-of-bounds Read in f, true",
    "out-of-bounds, KASAN: slab-out-of-bounds Read in f, true",
    "invalid-access, KASAN: use-after-free Read in f, false",
  })
  void kasanSaysWhatKindOfAddressItWas(String kind, String title, boolean meets) {
    CrashReport report =
        Consoles.read(
                "BUG: KASAN: " + kind + " in f+0x10/0x40",
                "Read of size 8 at addr 0000000000000018 by task a.out/7",
                "Call Trace:",
                " kasan_report+0x11c/0x130",
                " f+0x10/0x40",
                " g+0x20/0x80")
            .get(0);
    assertThat(report.meets(List.of(title))).isEqualTo(meets);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          KFENCE: out-of-bounds Write | KFENCE: out-of-bounds write
          UBSAN: Undefined behaviour | UBSAN: undefined-behaviour
          UBSAN: undefined behavior | UBSAN: undefined-behaviour
          INFO: inconsistent lock state | inconsistent lock state
          [ INFO: inconsistent lock state ] | WARNING: inconsistent lock state
          WARNING: SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected | possible deadlock
          INFO: possible irq lock inversion dependency | possible deadlock
          BUG: memory leak | memory leak
          rcu detected stall | INFO: rcu detected stall
          INFO: task a.out:7 blocked for more than 143 seconds. | task hung
          unable to handle kernel paging request | BUG: unable to handle page fault for address: ffff8880
          BUG: KASAN: probably user-memory-access | KASAN: user-memory-access
          """)
  void aKindHasOneName(String one, String other) {
    assertThat(SameKinds.named(one)).isEqualTo(SameKinds.named(other));
  }

  private static CrashReport first(String file) {
    return Consoles.read(Consoles.file(file)).get(0);
  }
}
