package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source would be with a patch, on a small one. */
class AppliedPatchTest {

  private static final String HEAD = "--- a/dir/file.c\n+++ b/dir/file.c\n";
  private static final String TIGHT = HEAD + "@@ -2,3 +2,3 @@\n two\n-three\n+3\n \tfour\n";
  private static final String WIDE =
      HEAD + "@@ -1,5 +1,5 @@\n one\n two\n-three\n+3\n \tfour\n five\n";

  @TempDir private Path folder;
  private Path tree;
  private TreeWork work;

  @BeforeEach
  void tree() throws IOException {
    tree = Files.createDirectories(folder.resolve("tree"));
    Files.createDirectories(tree.resolve("dir"));
    Files.writeString(tree.resolve("dir/file.c"), "one\ntwo\nthree\n\tfour\nfive\n");
    Files.writeString(tree.resolve("dir/other.c"), "other\n");
    HostLane lane = new HostLane();
    work = new TreeWork(lane, new Store(folder.resolve("store"), lane, 1 << 20));
  }

  private AppliedPatch tried(String... files) throws IOException {
    PatchSet all = PatchSet.NONE;
    for (String text : files) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      all = all.and(PatchSet.of("p.patch", bytes, PatchOptions.STRICT));
    }
    List<String> before = texts();
    AppliedPatch applied = work.tried(tree, all);
    assertThat(texts()).as("the source").isEqualTo(before);
    return applied;
  }

  private List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        texts.add(file + "\n" + Files.readString(file));
      }
    }
    return texts;
  }

  @Test
  void contextAndPathsMakeNoDifference() throws IOException {
    AppliedPatch tight = tried(TIGHT);
    assertThat(tight.refused()).isEmpty();
    assertThat(tight.digest()).matches("[0-9a-f]{64}");
    assertThat(tried(WIDE)).isEqualTo(tight);
    assertThat(tried(TIGHT.replace("a/dir", "old/linux/dir").replace("b/dir", "new/linux/dir")))
        .isEqualTo(tight);
  }

  @Test
  void anythingElseDoes() throws IOException {
    String series = HEAD + "@@ -2,3 +2,3 @@\n two\n-3\n+three!\n \tfour\n";
    String other = "--- a/dir/other.c\n+++ b/dir/other.c\n@@ -1 +1,2 @@\n other\n+more\n";
    String made = "--- /dev/null\n+++ b/new/file.c\n@@ -0,0 +1 @@\n+new\n";
    String mode =
        "diff --git a/dir/file.c b/dir/file.c\nold mode 100644\nnew mode 100755\n" + TIGHT;
    List<String> digests = new ArrayList<>();
    for (AppliedPatch applied :
        List.of(
            tried(TIGHT),
            tried(TIGHT.replace("+3", "+4")),
            tried(TIGHT, series),
            tried(TIGHT, other),
            tried(TIGHT, made),
            tried(mode))) {
      assertThat(applied.refused()).isEmpty();
      digests.add(applied.digest());
    }
    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void whatDoesNotApplySaysSo() throws IOException {
    AppliedPatch refused = tried(TIGHT.replace("-three", "-thirty"));
    assertThat(refused.digest()).isEmpty();
    assertThat(refused.refused().orElseThrow().kind()).isEqualTo(BuildOutcome.Kind.PATCH_REJECTED);
    assertThat(
            tried(HEAD + "@@ -2,3 +2,3 @@\n two\n-3\n+three\n \tfour\n")
                .refused()
                .orElseThrow()
                .kind())
        .isEqualTo(BuildOutcome.Kind.ALREADY_APPLIED);
    assertThatThrownBy(() -> tried(WIDE.replace(" \tfour", "     four")))
        .isInstanceOf(UserError.class);
  }
}
