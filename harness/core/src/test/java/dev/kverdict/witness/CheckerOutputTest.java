package dev.kverdict.witness;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(CheckerOutput.complaints(OCFS2, 4, lines))
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
  })
  void everyCheckersLinesAreKnown(String tool, String line, String title) {
    assertThat(CheckerOutput.complaints(tool, 4, List.of(line)))
        .containsExactly(new Complaint(tool + ": " + title, line, 1));
  }

  @Test
  void everyRuleIsTried() {
    // Each line above has a rule of its own.
    assertThat(CheckerOutput.names()).hasSize(9);
  }

  @Test
  void aCleanFileSystemHasNoComplaint() {
    List<String> lines = List.of("fsck.ocfs2 1.8.7", "All passes succeeded.", "");
    assertThat(CheckerOutput.complaints(OCFS2, 0, lines)).isEmpty();
  }

  @Test
  void anExitCodeThatNoLineExplainsIsAComplaint() {
    assertThat(CheckerOutput.complaints("fsck.vendor", 8, List.of("disk 5 is odd")))
        .containsExactly(
            new Complaint("fsck.vendor: exit code 8: disk NUM is odd", "disk 5 is odd", 1));
    assertThat(CheckerOutput.complaints("fsck.vendor", 8, List.of())).hasSize(1);
  }
}
