package dev.kverdict.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckerOutputTest {

  private static final String OCFS2 = "fsck.ocfs2";

  @Test
  void linesOfOneKindAreOneComplaint() {
    List<String> lines =
        List.of(
            "Pass 0a: Checking cluster allocation chains",
            "[CLUSTER_ALLOC_BIT] Cluster 12016 is marked in the global cluster bitmap but it isn't"
                + " in use.  Clear its bit in the bitmap? n",
            "[CLUSTER_ALLOC_BIT] Cluster 12017 is marked in the global cluster bitmap but it isn't"
                + " in use.  Clear its bit in the bitmap? n",
            "[CLUSTER_ALLOC_BIT] Cluster 11999 is in use but isn't set in the global cluster"
                + " bitmap.  Set its bit in the bitmap? n");
    assertThat(CheckerOutput.complaints(OCFS2, 4, true, lines))
        .containsExactly(
            new Complaint(
                "fsck.ocfs2: [CLUSTER_ALLOC_BIT] Cluster NUM is marked in the global cluster bitmap"
                    + " but it isn't in use.",
                lines.get(1),
                2),
            new Complaint(
                "fsck.ocfs2: [CLUSTER_ALLOC_BIT] Cluster NUM is in use but isn't set in the global"
                    + " cluster bitmap.",
                lines.get(3),
                1));
  }

  @ParameterizedTest
  @CsvSource({
    "fsck.ocfs2, '[DUP_CLUSTERS_ADD_REFCOUNT] Create refcount record for it? n',"
        + " '[DUP_CLUSTERS_ADD_REFCOUNT] Create refcount record for it'",
    "fsck.ocfs2, 'fsck.ocfs2: I/O error on channel while opening', 'fsck.ocfs2: I/O error on channel"
        + " while opening'",
    "e2fsck, 'Inode 12, i_blocks is 8, should be 0.  Fix? no', 'Inode NUM, i_blocks is NUM, should"
        + " be NUM.'",
    "fsck.ext4, 'Inode bitmap differences:  -12', 'Inode bitmap differences'",
    "e2fsck, 'Free blocks count wrong (1, counted=2).', 'Free blocks count wrong'",
    "e2fsck, 'e2fsck: Bad magic number in super-block', 'e2fsck: Bad magic number in super-block'",
    "xfs_repair, 'bad CRC for inode 131', 'bad CRC for inode NUM'",
    "btrfs, 'root 5 inode 257 errors 200, dir isize wrong', 'root NUM inode NUM errors NUM, dir"
        + " isize wrong'",
    "fsck.f2fs, '[ASSERT] (sanity_check_nid: 421)  --> nid is not valid', '[ASSERT]"
        + " (sanity_check_nid: NUM)  --> nid is not valid'",
    "e2fsck, 'Free blocks count wrong for group #0 (2948, counted=3248).', 'Free blocks count"
        + " wrong'",
    "xfs_repair, 'sb_icount 999, counted 128', 'sb_icount NUM, counted NUM'",
    "xfs_repair, 'agf_freeblks 5, counted 18461 in ag 0', 'agf_freeblks NUM, counted NUM'",
    "xfs_repair, 'ALERT: The filesystem has valuable metadata changes in a log which is being',"
        + " 'ALERT: The filesystem has valuable metadata changes in a log'",
  })
  void everyCheckersLinesAreKnown(String tool, String line, String title) {
    assertThat(CheckerOutput.complaints(tool, 4, true, List.of(line)))
        .containsExactly(new Complaint(tool + ": " + title, line, 1));
  }

  @Test
  void everyRuleIsTried() {
    // Each line above has a rule of its own, but for two of xfs_repair, and the output of four
    // checkers below has lines that are no complaint.
    assertThat(CheckerOutput.names()).hasSize(12 + 4);
  }

  private static List<String> recorded(String name) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/checkers", name));
  }

  private static List<String> titles(String tool, int exit, boolean unmounted, String name)
      throws IOException {
    return CheckerOutput.complaints(tool, exit, unmounted, recorded(name)).stream()
        .map(complaint -> complaint.title().substring(tool.length() + 2))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "e2fsck, ext4-clean.txt",
    "xfs_repair, xfs-clean.txt",
    "btrfs, btrfs-clean.txt",
    "fsck.f2fs, f2fs-clean.txt",
    "fsck.fat, vfat-clean.txt",
    "fsck.hfsplus, hfsplus-clean.txt",
    "fsck.ocfs2, ocfs2-clean.txt",
  })
  void aSoundFileSystemGivesNoReasonToComplain(String tool, String name) throws IOException {
    assertThat(recorded(name)).isNotEmpty();
    assertThat(titles(tool, 0, true, name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "e2fsck, 4, ext4-unattached.txt, Unattached inode NUM",
    "e2fsck, 0, ext4-counts.txt, Free blocks count wrong;Free inodes count wrong",
    "xfs_repair, 1, xfs-icount.txt, 'sb_icount NUM, counted NUM'",
    "xfs_repair, 1, xfs-log.txt, ALERT: The filesystem has valuable metadata changes in a log",
    "xfs_repair, 1, xfs-nlinks.txt, would have reset inode NUM nlinks from NUM to NUM",
    "btrfs, 1, btrfs-csum.txt, checksum verify failed on NUM wanted NUM found NUM;ERROR: could not"
        + " setup csum tree;ERROR: cannot open file system",
    "fsck.f2fs, 0, f2fs-summary.txt, [FIX] (is_valid_ssa_node_blk: NUM)  --> Summary footer indicates"
        + " a node segment: NUM;[FIX] (is_valid_ssa_node_blk: NUM)  --> Set node summary NUM ->"
        + " [NUM] [NUM]",
    "fsck.fat, 1, vfat-dirty.txt, Dirty bit is set. Fs was not properly unmounted and some data may"
        + " be corrupt.;Automatically removing dirty bit.",
    "fsck.hfsplus, 8, hfsplus-count.txt, Invalid volume file count",
    "fsck.hfsplus, 8, hfsplus-header.txt, Volume header needs minor repair",
  })
  void whatACheckerComplainedAboutIsTheTitle(String tool, int exit, String name, String titles)
      throws IOException {
    assertThat(titles(tool, exit, true, name)).containsExactly(titles.split(";"));
  }

  @Test
  void whatAMountPutsRightIsNoComplaintWhereThereWasNoUnmount() throws IOException {
    assertThat(titles("e2fsck", 0, false, "ext4-counts.txt")).isEmpty();
  }

  @Test
  void aCleanFileSystemHasNoComplaint() {
    List<String> lines = List.of("fsck.ocfs2 1.8.7", "All passes succeeded.", "");
    assertThat(CheckerOutput.complaints(OCFS2, 0, true, lines)).isEmpty();
  }

  @Test
  void anExitCodeThatNoLineExplainsIsAComplaint() {
    assertThat(CheckerOutput.complaints("fsck.vendor", 8, true, List.of("disk 5 is odd")))
        .containsExactly(
            new Complaint("fsck.vendor: exit code 8: disk NUM is odd", "disk 5 is odd", 1));
    assertThat(CheckerOutput.complaints("fsck.vendor", 8, true, List.of())).hasSize(1);
  }
}
