package dev.kverdict.oops;

import dev.kverdict.fuzz.FuzzTarget;
import dev.kverdict.fuzz.Masses;
import dev.kverdict.fuzz.Promise;
import dev.kverdict.oops.Consoles.Heard;
import dev.kverdict.witness.CheckerOutput;
import dev.kverdict.witness.ConsoleFinding;
import dev.kverdict.witness.ConsoleNotes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whatever a console, a log or a checker prints: reports and complaints of a bounded number, with
 * titles that can be shown, and the same ones however the bytes arrive.
 */
public final class ConsoleFuzz {

  private static final String OOPS =
      """
      [    0.000000] Linux version 6.1.0 (a@b) (gcc 12)
      [    2.100000] kverdict: mark 7
      [    2.500000] EXT4-fs error (device vdb): toy_find:10: inode #12: comm a: bad extent
      [    3.000001] BUG: kernel NULL pointer dereference, address: 0000000000000010
      [    3.000002] #PF: supervisor read access in kernel mode
      [    3.000003] Oops: 0000 [#1] PREEMPT SMP NOPTI
      [    3.000004] CPU: 2 PID: 77 Comm: a.out Tainted: G        W 6.1.0 #1
      [    3.000005] RIP: 0010:toy_f+0x2a/0xf0 [toy]
      [    3.000006] Call Trace:
      [    3.000007]  <TASK>
      [    3.000008]  ? toy_g+0x41/0x90 [toy]
      [    3.000009]  _RNvNtC6kernel4sync4lock+0x4/0x9
      [    3.000010]  do_syscall_64+0x58/0xc0
      [    3.000011]  </TASK>
      [    3.000012] ---[ end trace 0000000000000000 ]---
      [    3.000013] Kernel panic - not syncing: Fatal exception
      """;

  private static final String KASAN =
      """
      <3>[    5.000000][  T101] ==================================================================
      <3>[    5.000001][  T101] BUG: KASAN: slab-use-after-free in toy_evict+0x1d4/0x2c0
      <3>[    5.000002][  T101] Read of size 8 at addr ffff88807c5f4a10 by task a/101
      <4>[    5.000003][   C1] rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:
      <3>[    5.000004][  T101] Call Trace:
      <3>[    5.000005][  T101]  toy_evict+0x1d4/0x2c0 fs/toy/inode.c:311 [inline]
      <3>[    5.000006][  T101] Allocated by task 100:
      <3>[    5.000007][  T101]  kmalloc+0x1/0x2
      <3>[    5.000008][  T101] ==================================================================
      """;

  private static final String LOGGER =
      """
      Jan  1 00:00:01 host kernel: WARNING: CPU: 0 PID: 7 at fs/toy/a.c:3 toy_a+0x1/0x2
      Jan  1 00:00:01 host kernel: Modules linked in: toy
      > Jan  1 00:00:01 host kernel: Call Trace:
      Jan  1 00:00:01 host kernel: &lt;TASK&gt;<br>
      Jan  1 00:00:01 host kernel:  toy_b+0x1/0x2
      Jan  1 00:00:01 host kernel: ---[ end trace 0000000000000000 ]---
      """;

  private static final String CHECKER =
      """
      e2fsck 1.47.0 (5-Feb-2023)
      Pass 1: Checking inodes, blocks, and sizes
      Inode 12 has a bad extent. Clear? no
      Free blocks count wrong (1, counted=2).
      [CLUSTER_ALLOC_BIT] Cluster 7 is not marked. Fix? n
      """;

  /** For {@code ci/fuzz}. */
  public static final FuzzTarget TARGET =
      new FuzzTarget(
          "console",
          ConsoleFuzz.class,
          ConsoleFuzz::fuzzerTestOneInput,
          List.of(
              FuzzTarget.bytes(OOPS),
              FuzzTarget.bytes(KASAN),
              FuzzTarget.bytes(LOGGER),
              OOPS.substring(0, 400).getBytes(StandardCharsets.UTF_16LE),
              FuzzTarget.bytes(CHECKER)),
          List.of(
              "[    4.000000] ",
              "[    4.000000][  T101] ",
              "BUG: ",
              "WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2",
              "kernel BUG at a.c:1!",
              "INFO: task a:1 blocked for more than 120 seconds.",
              "watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [a:1]",
              "rcu: INFO: rcu_sched self-detected stall on CPU",
              "Kernel panic - not syncing: ",
              "Internal error: Oops: 96000004 [#1]",
              "UBSAN: shift-out-of-bounds in a.c:1:2",
              "BUG: KCSAN: data-race in f / g",
              "general protection fault: 0000 [#1]",
              "Call Trace:\n",
              " <TASK>\n",
              " <IRQ>\n",
              "RIP: 0010:f+0x1/0x2",
              " ? f.isra.0+0x1/0x2 [m]\n",
              " f+0x1/0x2 a.c:1 [inline]\n",
              "[<ffffffff81000000>] f+0x1/0x2\n",
              "_RNvNtC6kernel4sync4lock",
              "_RINvB0_NtB2_",
              "---[ end trace 0000000000000000 ]---\n",
              "Rebooting in 1 seconds..",
              "Linux version 6.1.0 (a) ",
              "kverdict: mark 1\n",
              "OCFS2: ERROR (device dm-0): f: ",
              "Buffer I/O error on dev dm-0, logical block 1, lost async page write",
              "Jan  1 00:00:00 h kernel: ",
              "&lt;",
              "<br>",
              "\u001b[1;31m",
              "\r",
              "\r\n",
              "> ",
              "A A",
              ": ",
              "\u0000",
              "\u00e2\u0080\u008b"));

  private static final List<String> TOOLS =
      List.of("fsck.ocfs2", "e2fsck", "xfs_repair", "btrfs", "fsck.f2fs", "fsck.fat", "fsck.hfs");

  private static final int MOST_COMPLAINTS = 50;

  private ConsoleFuzz() {}

  /** Reads an input as a console, as a log and as a checker's output. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    byte[] console = Masses.of(input);
    Heard whole = Consoles.hear(console);
    Heard pieces = inPieces(console);
    Promise.kept(whole.events.equals(pieces.events), "other events in pieces");
    Promise.kept(whole.reports.equals(pieces.reports), "other reports in pieces");
    Promise.kept(whole.events.size() == 2 * whole.reports.size(), "a report did not end");
    whole.reports.forEach(report -> check(report, console.length));
    LogReader.Log log = LogReader.read(new ByteArrayInputStream(console));
    Promise.kept(log.reports().size() <= OopsReader.MAX_REPORTS, "too many reports");
    // A log in UTF-16 has up to three bytes in UTF-8 for each pair of bytes.
    log.reports().forEach(report -> check(report, 2L * console.length));
    notes(console);
    checkers(console);
  }

  private static Heard inPieces(byte[] console) {
    Heard heard = new Heard();
    OopsReader reader = new OopsReader(heard);
    int most = Math.max(1 + console.length % 37, console.length / 64);
    for (int at = 0; at < console.length; at += most) {
      reader.accept(console, at, Math.min(most, console.length - at));
    }
    reader.end();
    return heard;
  }

  private static void check(CrashReport report, long length) {
    Promise.kept(Promise.isAscii(report.title()), "a title has %s", report.title());
    Promise.kept(report.title().length() <= 120, "a title is too long: %s", report.title());
    report.alternatives().forEach(one -> Promise.kept(Promise.isAscii(one), "title %s", one));
    Promise.kept(report.offset() >= 0 && report.offset() < length, "an offset lies outside");
    Promise.kept(report.cause() <= report.offset(), "a cause comes after what it causes");
    Promise.kept(report.text().size() <= CrashReport.MAX_LINES, "a report is too long");
    Promise.kept(report.meets(List.of(report.title())), "a title is not its own report's");
    boolean unused = report.meets(report.text().stream().limit(3).toList());
    var certain = report.confidence();
    var file = report.file();
    var trap = report.trap();
    Promise.kept(certain != null && file != null && trap != null, "nothing is said");
  }

  private static void notes(byte[] console) throws IOException {
    ConsoleNotes notes = ConsoleNotes.readAll(new ByteArrayInputStream(console));
    Promise.kept(notes.findings().size() <= ConsoleNotes.MAX_FINDINGS, "too many complaints");
    for (ConsoleFinding finding : notes.findings()) {
      Promise.kept(finding.offset() < console.length, "a complaint lies outside");
    }
  }

  private static void checkers(byte[] output) {
    List<String> lines = new String(output, StandardCharsets.UTF_8).lines().toList();
    String tool = TOOLS.get(output.length % TOOLS.size());
    int found = CheckerOutput.complaints(tool, 4, lines.size() % 2 == 0, lines).size();
    Promise.kept(found > 0 && found <= MOST_COMPLAINTS, "%s has %d complaints", tool, found);
  }
}
