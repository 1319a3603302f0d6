package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first case in another folder, under other names, its patches in the other order and without
 * {@code expect:}. If any verdict hung on a name, a path or an expectation, it would change.
 */
@Tag("vm")
class RenamedMatrixVmTest {

  private static final Path ROOT = Path.of("../..");

  private static final String MATRIX =
      """
      case: another
      root: ..
      kernels:
        k1:
          source: {debian: linux-source-6.1}
          config:
            fragments: [files/base.config, files/evidence.config, files/ocfs2.config]
          prepare: [files/ocfs2-without-extent-map-trunc.patch]
          modules: [ocfs2]
      images:
        disk:
          size: 64MiB
          make: [mkfs.ocfs2, -q, -F, -b, "4096", -C, "4096", -N, "2", -M, local,
            "--fs-features=refcount,sparse,unwritten,xattr,inline-data,extended-slotmap,indexed-dirs", "{image}"]
          mount: {type: ocfs2, at: /other}
      patches:
        alpha: {files: [files/ocfs2-v2-move-extents.patch]}
        beta: {files: [files/ocfs2-v1-cow.patch]}
      repros:
        r1:
          source: programs/case/stale-read.c
          args: [/other/x]
          image: disk
          steps: [open, write, drop-caches, move-ext, moved-bytes, rewrite, drop-caches-again, after-write]
          fails: {check: after-write}
        r2:
          source: programs/case/cow-bug-on.c
          args: [/other/y]
          image: disk
          steps: [open, open-again, setfl, write, dup, copy-file-range, move-ext, moved-bytes, overwrite]
          fails: {crash: ["kernel BUG in ocfs2_refcount_cal_cow_clusters"]}
      defaults: {trials: 5, jobs: 2}
      """;

  @TempDir Path moved;

  @Test
  void verdictsHangOnNoName() throws IOException {
    copy(ROOT.resolve("kernels/fragments"), moved.resolve("files"));
    copy(ROOT.resolve("kernels/patches"), moved.resolve("files"));
    copy(ROOT.resolve("repros"), moved.resolve("programs"));
    copy(ROOT.resolve("repros/ocfs2"), moved.resolve("programs/case"));
    Files.createDirectories(moved.resolve("m"));
    Path file = Files.writeString(moved.resolve("m/m.yaml"), MATRIX);
    Matrix matrix = MatrixReader.read(file);
    CampaignOptions options = CampaignOptions.of(matrix).writingTo(moved.resolve("runs"));
    try (Campaign campaign = Campaign.start(matrix, options, Environment.ofSystem(), event -> {})) {
      assertThat(kinds(campaign.finish()))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "alpha r1", VerdictKind.FIXED,
                  "alpha r2", VerdictKind.FIXED,
                  "beta r1", VerdictKind.NOT_FIXED,
                  "beta r2", VerdictKind.FIXED));
    }
  }

  private static Map<String, VerdictKind> kinds(RunResult result) {
    Map<String, VerdictKind> kinds = new TreeMap<>();
    result
        .verdicts()
        .forEach(
            judged ->
                kinds.put(
                    judged.verdict().patch() + " " + judged.verdict().repro(),
                    judged.verdict().kind()));
    return kinds;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
