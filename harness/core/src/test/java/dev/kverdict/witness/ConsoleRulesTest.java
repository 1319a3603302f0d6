package dev.kverdict.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule has a line that no earlier rule matches. */
class ConsoleRulesTest {

  /** A line as the kernel prints it, and the title it gets. */
  private record Sample(ConsoleFinding.Kind kind, String line, String title) {}

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(
              ConsoleFinding.Kind.READ_ONLY,
              "OCFS2: File system is now read-only.",
              "OCFS2: file system is now read-only"),
          new Sample(
              ConsoleFinding.Kind.READ_ONLY,
              "EXT4-fs (vda): Remounting filesystem read-only",
              "EXT4-fs: remounting filesystem read-only"),
          new Sample(
              ConsoleFinding.Kind.READ_ONLY,
              "BTRFS info (device vda: state EA): forced readonly",
              "BTRFS: forced readonly"),
          new Sample(
              ConsoleFinding.Kind.READ_ONLY,
              "XFS (vda): Please unmount the filesystem and rectify the problem(s)",
              "XFS: filesystem has been shut down"),
          new Sample(
              ConsoleFinding.Kind.READ_ONLY,
              "F2FS-fs (vda): Remounting filesystem read-only",
              "F2FS-fs: remounting filesystem read-only"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "OCFS2: ERROR (device vda): ocfs2_validate_extent_block: Extent block #66 has bad"
                  + " signature",
              "OCFS2 error in ocfs2_validate_extent_block: Extent block #NUM has bad signature"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "(mount.ocfs2,123,1):ocfs2_read_blocks:240 ERROR: status = -5",
              "OCFS2 ocfs2_read_blocks: status = NUM"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "EXT4-fs error (device vda): ext4_lookup:1851: inode #2: comm a.out: bad inode",
              "EXT4-fs error in ext4_lookup: inode #NUM: comm a.out: bad inode"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "EXT4-fs error (device vda) in ext4_evict_inode: Journal has aborted",
              "EXT4-fs error: in ext4_evict_inode: Journal has aborted"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "EXT4-fs (vda): failed to convert unwritten extents to written extents",
              "EXT4-fs: failed to convert unwritten extents to written extents"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "EXT4-fs warning (device vda): ext4_dirblock_csum_verify:404: inode #12: no space",
              "EXT4-fs warning in ext4_dirblock_csum_verify: inode #NUM: no space"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "XFS (vda): Metadata corruption detected at xfs_agf_verify+0x100/0x200",
              "XFS: Metadata corruption detected at xfs_agf_verify+NUM/NUM"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "BTRFS error (device vda): parent transid verify failed on logical 30490624",
              "BTRFS error: parent transid verify failed on logical NUM"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "BTRFS critical (device vda): corrupt leaf: root=5 block=30507008",
              "BTRFS critical: corrupt leaf: root=NUM block=NUM"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "BTRFS: error (device vda) in btrfs_commit_transaction:2001: errno=-5 IO failure",
              "BTRFS error: in btrfs_commit_transaction:NUM: errno=NUM IO failure"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "BTRFS: Transaction aborted (error -28)",
              "BTRFS: transaction aborted"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "F2FS-fs (vda): inconsistent node block, nid:4, node_footer[nid:0]",
              "F2FS-fs: inconsistent node block, nid:NUM, node_footer[nid:NUM]"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "NILFS error (device vda): nilfs_bmap_last_key: broken bmap (inode number=16)",
              "NILFS error in nilfs_bmap_last_key: broken bmap (inode number=NUM)"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "ERROR: (device vda): dbFindCtl: Corrupt dmapctl page",
              "JFS error in dbFindCtl: Corrupt dmapctl page"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "FAT-fs (vda): error, invalid access to FAT (entry 0x00000ff0)",
              "FAT-fs error: invalid access to FAT (entry NUM)"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "UDF-fs: error (device vda): udf_read_tagged: tag checksum failed",
              "UDF-fs error in udf_read_tagged: tag checksum failed"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "REISERFS error (device vda): vs-7000 search_by_entry_key: no item",
              "REISERFS error: vs-NUM search_by_entry_key: no item"),
          new Sample(
              ConsoleFinding.Kind.FILE_SYSTEM,
              "gfs2: fsid=vda.0: fatal: filesystem consistency error",
              "GFS2 fatal: filesystem consistency error"),
          new Sample(
              ConsoleFinding.Kind.JOURNAL,
              "JBD2: Error -5 detected when updating journal superblock for vda-8.",
              "JBD2: Error NUM detected when updating journal superblock for DEV-NUM."),
          new Sample(
              ConsoleFinding.Kind.JOURNAL,
              "Aborting journal on device vda-8.",
              "JBD2: aborting journal"),
          new Sample(
              ConsoleFinding.Kind.DISK,
              "Buffer I/O error on dev vda, logical block 66, lost async page write",
              "buffer I/O error: lost async page write"),
          new Sample(
              ConsoleFinding.Kind.DISK,
              "I/O error, dev vda, sector 1024 op 0x1:(WRITE) flags 0x800 phys_seg 1 prio class 2",
              "I/O error: NUM:(WRITE)"),
          new Sample(
              ConsoleFinding.Kind.DISK,
              "blk_update_request: I/O error, dev vda, sector 8",
              "block request: I/O error"),
          new Sample(
              ConsoleFinding.Kind.DISK,
              "critical target error, dev vda, sector 8 op 0x1:(WRITE)",
              "critical target error"),
          new Sample(
              ConsoleFinding.Kind.MEMORY,
              "kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)",
              "kmemleak: new suspected memory leaks"),
          new Sample(
              ConsoleFinding.Kind.MEMORY,
              "Out of memory: Killed process 40 (a.out) total-vm:1024kB, anon-rss:512kB",
              "out of memory: a process was killed"),
          new Sample(
              ConsoleFinding.Kind.MEMORY,
              "Memory cgroup out of memory: Killed process 40 (a.out) total-vm:1024kB",
              "out of memory in a control group: a process was killed"),
          new Sample(
              ConsoleFinding.Kind.MEMORY,
              "kworker/0:1: page allocation failure: order:3, mode:0xcc0(GFP_KERNEL), nodemask=(null)",
              "page allocation failure"));

  @Test
  void everyRuleIsTheFirstToMatchItsLine() {
    Set<String> matched = new LinkedHashSet<>();
    for (Sample sample : SAMPLES) {
      ConsoleRules.Match match = ConsoleRules.match(sample.line(), 7).orElseThrow();
      assertThat(match.finding())
          .isEqualTo(new ConsoleFinding(sample.kind(), sample.title(), sample.line(), 7));
      assertThat(matched.add(match.rule())).as(sample.line()).isTrue();
    }
    assertThat(matched).containsExactlyInAnyOrderElementsOf(ConsoleRules.names());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ocfs2: Mounting device (254,0) on (node local, slot 0) with ordered data mode.",
        "JBD2: Ignoring recovery information on journal",
        "EXT4-fs (vda): mounted filesystem with ordered data mode. Quota mode: none.",
        "XFS (vda): Ending clean mount",
        "BTRFS info (device vda): using crc32c (crc32c-generic) checksum algorithm",
        "virtio_blk virtio1: [vda] 131072 512-byte logical blocks",
        "memfd:program (38): drop_caches: 1",
        "critical section entered",
      })
  void whatAHealthyKernelSaysIsNoFinding(String line) {
    assertThat(ConsoleRules.match(line, 0)).isEmpty();
  }

  @Test
  void notesAreReadWithTheirPlaces() throws IOException {
    String console =
        """
        [    1.164558] kverdict: mark 1
        [    1.204558] Buffer I/O error on dev vda, logical block 66, lost async page write
        kverdict: mark 12
        [    1.304558] somebody says kverdict: mark 13
        [    1.404558] kverdict: tripwire
        [    1.504558] kverdict: tripwire
        [    1.604558] no kverdict: tripwire
        """;
    ConsoleNotes notes =
        ConsoleNotes.readAll(
            new ByteArrayInputStream(console.getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(notes.findings()).extracting(ConsoleFinding::offset).containsExactly(32L);
    assertThat(notes.tripped()).isEqualTo(2);
    assertThat(notes.marks())
        .containsExactly(
            new ConsoleNotes.ConsoleMark(1, 0),
            new ConsoleNotes.ConsoleMark(12, console.indexOf("kverdict: mark 12")));
  }

  @Test
  void aFloodOfOneComplaintHidesNoOther() throws IOException {
    String flood = "Buffer I/O error on dev vda, logical block 66, lost async page write\n";
    String console =
        flood.repeat(2 * ConsoleNotes.MAX_FINDINGS) + "OCFS2: File system is now read-only.\n";
    ConsoleNotes notes =
        ConsoleNotes.readAll(
            new ByteArrayInputStream(console.getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(notes.findings())
        .extracting(ConsoleFinding::kind)
        .containsExactly(ConsoleFinding.Kind.DISK, ConsoleFinding.Kind.READ_ONLY);
  }
}
