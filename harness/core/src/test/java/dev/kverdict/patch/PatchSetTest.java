package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchSetTest {

  private static final String DIFF =
      """
      --- a/f.c
      +++ b/f.c
      @@ -1,2 +1,3 @@
       a
      +b
       c
      """;

  private static final String RENAME =
      """
      diff --git a/old.c b/new.c
      similarity index 100%
      rename from old.c
      rename to new.c
      """;

  @TempDir private Path folder;
  private Path one;
  private Path two;

  @BeforeEach
  void write() throws IOException {
    one = Files.writeString(folder.resolve("one.patch"), DIFF);
    two = Files.writeString(folder.resolve("two.patch"), DIFF.replace("f.c", "g.c"));
  }

  private static List<String> paths(List<ParsedPatch> patches) {
    return patches.stream().map(patch -> patch.files().get(0).path()).toList();
  }

  @Test
  void patchesOfManyFilesKeepTheirOrder() throws IOException {
    PatchSet set = PatchSet.read(List.of(two, one));
    assertThat(paths(set.patches())).containsExactly("g.c", "f.c");
    assertThat(set.names()).containsExactly("two.patch", "one.patch");
    Path into = Files.createDirectory(folder.resolve("into"));
    assertThat(set.unpack(into))
        .extracting(PatchSet.Unpacked::file)
        .containsExactly(into.resolve("0/two.patch"), into.resolve("1/one.patch"));
    assertThat(into.resolve("1/one.patch")).hasContent(DIFF);
  }

  @Test
  void aFileThatChangesLaterChangesNothing() throws IOException {
    PatchSet before = PatchSet.read(List.of(one));
    String digest = before.digest();
    Files.writeString(one, DIFF.replace("+b", "+changed"));
    assertThat(before.digest()).isEqualTo(digest);
    assertThat(before.patches().get(0).text()).isEqualTo(DIFF);
    PatchSet after = PatchSet.read(List.of(one));
    assertThat(after).isNotEqualTo(before);
    assertThat(after.digest()).isNotEqualTo(digest);
  }

  @Test
  void setsAreEqualByNameAndBytes() {
    assertThat(PatchSet.read(List.of(one)))
        .isEqualTo(PatchSet.read(List.of(one)))
        .hasSameHashCodeAs(PatchSet.read(List.of(one)))
        .isNotEqualTo(PatchSet.read(List.of(two)))
        .isNotEqualTo(PatchSet.NONE);
    assertThat(PatchSet.NONE.isEmpty()).isTrue();
    assertThat(PatchSet.read(List.of(one)).isEmpty()).isFalse();
  }

  @Test
  void aSetGrowsAndShrinksByOnePatch() {
    PatchSet both = PatchSet.read(List.of(one)).and(PatchSet.of("more.patch", RENAME));
    assertThat(both.names()).containsExactly("one.patch", "more.patch");
    assertThat(both.without(1).names()).containsExactly("more.patch");
    assertThat(both.without(2))
        .extracting(PatchSet::patches)
        .satisfies(rest -> assertThat(paths(rest)).containsExactly("f.c"));
    assertThat(both.first(1).names()).containsExactly("one.patch");
    assertThat(both.first(2).digests()).isEqualTo(both.digests());
  }

  @Test
  void aRenameLeavesOnePathAndArrivesAtAnother() {
    PatchSet both = PatchSet.read(List.of(one)).and(PatchSet.of("more.patch", RENAME));
    assertThat(both.paths()).containsExactly("f.c", "new.c", "old.c");
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> PatchSet.read(List.of(folder.resolve("none.patch"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("none.patch: cannot be read");
    PatchSet text = PatchSet.of("notes.txt", "no diff in here");
    assertThatThrownBy(text::patches)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("notes.txt: holds no diff");
    assertThatThrownBy(() -> PatchSet.read(List.of(one)).unpack(two))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("cannot unpack patches into " + two);
  }
}
