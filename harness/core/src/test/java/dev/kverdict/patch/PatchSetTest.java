package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void whatIsAllowedIsPartOfHowAPatchIsKnown() {
    PatchSet strict = PatchSet.of("one.patch", DIFF);
    assertThat(strict.digest()).isEqualTo(strict.digests().get(0)).hasSize(64);
    PatchSet fuzzy = strict.allowing(new PatchOptions(false, 2));
    assertThat(fuzzy.digest()).isEqualTo(strict.digest() + " fuzz 2");
    assertThat(fuzzy.digests()).isEqualTo(strict.digests());
  }

  @Test
  void aVersionToMergeWithIsToldFromOthersByItsId() {
    String git = "diff --git a/f.c b/f.c\nindex 1234567..89abcde 100644\n" + DIFF;
    PatchSet set = PatchSet.of("one.patch", git);
    assertThat(set.patches().get(0).bases()).containsExactly(entry("f.c", "1234567"));
    assertThat(set.allowing(new PatchOptions(false, 0, Map.of("1234567", "a\nc\n"))).digest())
        .isEqualTo(set.digest() + " merge {f.c=1234567}");
    PatchSet created = PatchSet.of("new.patch", git.replace("1234567", "0000000"));
    assertThat(created.patches().get(0).bases()).as("no version at all").isEmpty();
  }

  @Test
  void whatIsAllowedAddsUp() {
    PatchOptions first = new PatchOptions(true, 1, Map.of("a", "text"));
    PatchOptions second = new PatchOptions(false, 3, Map.of("b", "more"));
    PatchOptions both = new PatchOptions(true, 3, Map.of("a", "text", "b", "more"));
    assertThat(PatchSet.of("p", "").allowing(first).allowing(second).files().get(0).options())
        .isEqualTo(both);
    assertThat(second.or(first)).isEqualTo(both);
    assertThat(PatchOptions.STRICT.or(PatchOptions.STRICT)).isEqualTo(PatchOptions.STRICT);
  }

  @Test
  void aSetIsNamedByItsFirstSubjectAndItsFiles() {
    PatchSet mail =
        PatchSet.of("a.mail", PatchForms.plain("[PATCH 1/2] first", DIFF))
            .and(PatchSet.of("b.mail", PatchForms.plain("[PATCH 2/2] second", DIFF)));
    assertThat(mail.subject()).isEqualTo("[PATCH 1/2] first");
    assertThat(PatchSet.of("one.patch", DIFF).subject()).isEmpty();
    assertThat(mail).hasToString("[a.mail, b.mail]");
    assertThat(PatchSet.of("one.patch", DIFF).and(PatchSet.of("x", "12345")).bytes())
        .isEqualTo(DIFF.length() + 5);
  }

  @Test
  void theSameChangeIsRecognisedWhateverStandsAroundIt() {
    String change = PatchSet.of("one.patch", DIFF).changes();
    assertThat(
            PatchSet.of("a.mail", PatchForms.plain("[PATCH] x", "Text.\n---\n" + DIFF)).changes())
        .isEqualTo(change);
    assertThat(PatchSet.of("p", DIFF.replace("a/f.c", "linux/f.c")).changes()).isEqualTo(change);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--- a/g.c\n+++ b/g.c\n@@ -1,2 +1,3 @@\n a\n+b\n c\n",
        "--- a/f.c\n+++ b/f.c\n@@ -2,2 +2,3 @@\n a\n+b\n c\n",
        "--- a/f.c\n+++ b/f.c\n@@ -1,2 +1,3 @@\n a\n+d\n c\n",
        "--- a/f.c\n+++ b/f.c\n@@ -1,3 +1,2 @@\n a\n-b\n c\n",
        "--- a/f.c\n+++ b/f.c\n@@ -1,2 +1,3 @@\n a\n+b\n c\n\\ No newline at end of file\n",
        "diff --git a/f.c b/f.c\nold mode 100644\nnew mode 100755\n"
            + "--- a/f.c\n+++ b/f.c\n@@ -1,2 +1,3 @@\n a\n+b\n c\n",
        "--- /dev/null\n+++ b/f.c\n@@ -0,0 +1,3 @@\n+a\n+b\n+c\n",
        "--- a/f.c\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-a\n-b\n-c\n"
      })
  void anyOtherChangeIsAnother(String other) {
    assertThat(PatchSet.of("p", other).changes())
        .isNotEqualTo(PatchSet.of("p", DIFF).changes())
        .isEqualTo(PatchSet.of("q", other).changes());
  }

  @Test
  void twoPatchesAreAnotherChangeThanOneWithBothFiles() {
    String other = DIFF.replace("f.c", "g.c");
    assertThat(PatchSet.of("p", DIFF).and(PatchSet.of("q", other)).changes())
        .isNotEqualTo(PatchSet.of("p", DIFF + other).changes());
  }

  @Test
  void binaryFilesAreComparedByTheirBytes() {
    String binary =
        "diff --git a/f.bin b/f.bin\nindex 1234567..89abcde 100644\nGIT binary patch\n"
            + "literal 1\nIcmZPo\n\nliteral 1\nIcmZPn\n\n";
    assertThat(PatchSet.of("p", binary).changes())
        .isNotEqualTo(PatchSet.of("p", binary.replace("ZPo", "ZPp")).changes());
  }

  /** The first of two patches makes the directories that the second one needs. */
  @Test
  void pathsAreFittedToWhatEarlierPatchesMake() {
    String made = "--- /dev/null\n+++ b/fs/new/deep/g.c\n@@ -0,0 +1 @@\n+int x;\n";
    for (String path : List.of("fs/new/deep/h.c", "fs/new/h.c")) {
      String more = made.replace("fs/new/deep/g.c", "src/linux/" + path);
      assertThat(PatchSet.of("p", made).and(PatchSet.of("q", more)).in("fs"::equals).patches())
          .extracting(patch -> patch.files().get(0).newPath())
          .containsExactly("fs/new/deep/g.c", path);
    }
  }
}
