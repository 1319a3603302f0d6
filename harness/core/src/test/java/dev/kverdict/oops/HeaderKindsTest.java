package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of header, in the form the kernel prints it. */
class HeaderKindsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
"""
recorded/ocfs2-cow-bug-on | kernel BUG in ocfs2_refcount_cal_cow_clusters | ocfs2_refcount_cal_cow_clusters | fs/ocfs2/refcounttree.c:2712 | true
list-corruption | BUG: corrupted list in dlm_purge_lockres | dlm_purge_lockres | lib/list_debug.c:59 | false
usercopy | BUG: bad usercopy in sctp_getsockopt_assoc_ids | sctp_getsockopt_assoc_ids | mm/usercopy.c:101 | false
null-deref | BUG: unable to handle kernel NULL pointer dereference in ext4_put_super | ext4_put_super | | false
page-fault | BUG: unable to handle kernel paging request in vc_do_resize | vc_do_resize | | true
paging-request-4.9 | BUG: unable to handle kernel paging request in ipcget | ipcget | | false
arm64-null-deref | BUG: unable to handle kernel NULL pointer dereference in sysctl_head_finish | sysctl_head_finish | | false
general-protection | general protection fault in ocfs2_dentry_attach_lock | ocfs2_dentry_attach_lock | | false
divide-error | divide error in tabledist | tabledist | | false
invalid-opcode | invalid opcode in zlib_tr_init | zlib_tr_init | | false
int3 | int3 in arch_jump_entry | arch_jump_entry | | false
double-fault | PANIC: double fault in udp6_lib_lookup2 | udp6_lib_lookup2 | | true
warning | WARNING in ocfs2_wait_event | ocfs2_wait_event | fs/ocfs2/dlmglue.c:761 | false
warning-6.18 | WARNING in udf_rmdir | udf_rmdir | fs/inode.c:417 | false
refcount-panic | WARNING: refcount bug in sctp_wfree | sctp_wfree | lib/refcount.c:28 | true
odebug | WARNING: ODEBUG bug in netdev_freemem | netdev_freemem | lib/debugobjects.c:505 | false
kmalloc-bug | WARNING: kmalloc bug in hash_ipport_create | hash_ipport_create | mm/util.c:597 | false
kasan-read | KASAN: slab-use-after-free Read in udf_sync_fs | udf_sync_fs | | false
kasan-invalid-free | KASAN: invalid-free in ext4_mb_release | ext4_mb_release | | false
kmsan | KMSAN: uninit-value in btrfs_bin_search | btrfs_bin_search | | false
kfence | KFENCE: use-after-free read in find_uprobe | find_uprobe | | false
kcsan | KCSAN: data-race in __mark_inode_dirty / generic_update_time | | | false
ubsan | UBSAN: shift-out-of-bounds in ocfs2_fill_super | ocfs2_fill_super | fs/ocfs2/super.c:2336 | false
deadlock | possible deadlock in ocfs2_try_remove_refcount_tree | ocfs2_try_remove_refcount_tree | | false
deadlock-by-helper | possible deadlock in grab_super | grab_super | | false
unlock-balance-4.9 | BUG: bad unlock balance in ipmr_mfc_seq_stop | ipmr_mfc_seq_stop | | false
suspicious-rcu | WARNING: suspicious RCU usage in fib6_purge_rt | fib6_purge_rt | | false
non-static-key | INFO: trying to register non-static key in tun_flow_cleanup | tun_flow_cleanup | | false
soft-lockup | BUG: soft lockup in sys_rmdir | sys_rmdir | | true
rcu-stall | INFO: rcu detected stall in ocfs2_file_write_iter | ocfs2_file_write_iter | | false
hung-task | INFO: task hung in ocfs2_setattr | ocfs2_setattr | | true
arm-hung-task | INFO: task hung in mpage_prepare_extent_to_map | mpage_prepare_extent_to_map | | false
sleeping | BUG: sleeping function called from invalid context in do_con_write | do_con_write | kernel/locking/mutex.c:580 | false
preemptible | BUG: using smp_processor_id() in preemptible code in ext4_mb_new_blocks | ext4_mb_new_blocks | | false
bad-page | BUG: Bad page state in __get_metapage | __get_metapage | | false
workqueue-lockup | BUG: workqueue lockup | | | false
panic-no-root | kernel panic: VFS: Unable to mount root fs on unknown-block(NUM,NUM) | | | true
""")
  void isNamedAsTheFieldNamesIt(
      String file, String title, String function, String source, boolean panicked) {
    CrashReport report = Consoles.read(Consoles.file(file)).get(0);

    assertThat(report.title()).isEqualTo(title);
    assertThat(report.function()).isEqualTo(function);
    assertThat(report.source()).isEqualTo(source);
    assertThat(report.panicked()).isEqualTo(panicked);
    assertThat(report.corrupted()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "kasan-read, bad-access in udf_sync_fs",
    "general-protection, bad-access in ocfs2_dentry_attach_lock",
    "list-corruption, bad-access in dlm_purge_lockres",
    "hung-task, hang in ocfs2_setattr",
    "soft-lockup, stall in sys_rmdir",
    "soft-lockup, BUG: soft lockup in __x64_sys_rmdir",
    "rcu-stall, stall in ocfs2_file_write_iter",
  })
  void isKnownByOtherTitlesToo(String file, String alternative) {
    CrashReport report = Consoles.read(Consoles.file(file)).get(0);

    assertThat(report.alternatives()).contains(alternative);
    assertThat(report.meets(List.of(alternative))).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "recorded/ocfs2-cow-bug-on",
    "null-deref",
    "arm64-null-deref",
    "double-fault",
    "page-fault",
    "refcount-panic",
    "soft-lockup"
  })
  void isOneReportWithTheTrapAndThePanicBehindIt(String file) {
    assertThat(Consoles.read(Consoles.file(file))).hasSize(1);
  }
}
