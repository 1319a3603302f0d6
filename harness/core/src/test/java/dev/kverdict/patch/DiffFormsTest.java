package dev.kverdict.patch;

import static dev.kverdict.patch.PatchForms.DIFF;
import static dev.kverdict.patch.PatchForms.isRefused;
import static dev.kverdict.patch.PatchForms.isThePatch;
import static dev.kverdict.patch.PatchForms.one;
import static dev.kverdict.patch.PatchForms.plain;
import static dev.kverdict.patch.PatchForms.set;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A patch as git, other programs and web pages print it. */
class DiffFormsTest {

  @Test
  void gitShowGitLogAndWebExports() {
    String head = "commit %s\nAuthor: A <a@example.org>\nDate:   %s\n\n    x: count\n\n";
    String one = "0123456789012345678901234567890123456789";
    isThePatch(set(head.formatted(one, "Mon Nov 2 10:11:12 2026 +0100") + DIFF));
    PatchSet log =
        set(
            head.formatted(one, "Tue Nov 3 10:11:12 2026 +0100")
                + DIFF
                + "\n"
                + head.formatted(one.replace('0', '1'), "Mon Nov 2 10:11:12 2026 +0100")
                + DIFF.replace("f.c", "g.c"));
    assertThat(log.patches())
        .as("git log prints the newest commit first")
        .extracting(patch -> patch.files().get(0).path())
        .containsExactly("fs/x/g.c", "fs/x/f.c");
    String postmark = "From " + one + " Mon Sep 17 00:00:00 2001\n";
    PatchSet export =
        set(
            postmark
                + plain("[PATCH 1/2] a", "---\n" + DIFF)
                + postmark
                + plain("[PATCH 2/2] b", "---\n" + DIFF.replace("f.c", "g.c")));
    assertThat(export.patches()).hasSize(2);
  }

  // Paths.

  @Test
  void pathsWithAnyPrefixOrNone() {
    isThePatch(set(DIFF.replace("a/fs", "fs").replace("b/fs", "fs")));
    String quilt = DIFF.substring(DIFF.indexOf("--- a/"));
    isThePatch(set(quilt.replace("a/fs", "fs").replace("b/fs", "fs")));
    isThePatch(
        set(
            quilt
                .replace("a/fs/x/f.c", "fs/x/f.c.orig\t2026-01-01 00:00:00")
                .replace("b/fs", "fs")));
    isThePatch(
        set(
            quilt
                .replace("a/fs/x/f.c", "linux-6.1.orig/fs/x/f.c\t2026-01-01")
                .replace("b/fs", "linux-6.1/fs")));
    isThePatch(
        set(
            quilt
                .replace("a/fs/x/f.c", "linux/fs/x/f.c    2026-01-01 00:00:00.1 +0100")
                .replace("b/fs", "linux/fs")));
    isThePatch(set(DIFF.replace("a/fs", "i/fs").replace("b/fs", "w/fs")));
    isRefused(
        quilt.replace("a/fs", "/home/dev/linux/fs").replace("b/fs", "/home/dev/linux/fs"),
        "is absolute",
        "take /home/dev/linux/ off the beginning");
    assertThat(set(DIFF.replace("a/fs", "fs").replace("b/fs", "fs")).notes())
        .containsExactly("p: its paths begin in the source, without a/ and b/");
  }

  @Test
  void pathsAreFittedToTheSource() {
    String deep = DIFF.replace("a/fs", "a/src/linux/fs").replace("b/fs", "b/src/linux/fs");
    isThePatch(set(deep).in(List.of("fs/x", "fs/x/f.c")::contains));
    String made =
        "--- /dev/null\n+++ fs/new/g.c\n@@ -0,0 +1 @@\n+int x;\n--- fs/new/g.c\n+++ fs/new/g.c\n@@ -1 +1 @@\n-int x;\n+int y;\n";
    assertThat(set(made).in(List.of("fs")::contains).paths()).containsExactly("fs/new/g.c");
  }

  @Test
  void filesThatComeGoAndMove() {
    String text =
        """
        --- a/gone.c\t2026-01-01 00:00:00.000000000 +0100
        +++ b/gone.c\t1970-01-01 01:00:00.000000000 +0100
        @@ -1 +0,0 @@
        -int x;
        --- a/new.c\t1970-01-01 00:00:00.000000000 +0000
        +++ b/new.c\t2026-01-01 00:00:00.000000000 +0000
        @@ -0,0 +1 @@
        +int x;
        diff --git old name.c new name.c
        similarity index 100%
        rename from old name.c
        rename to new name.c
        """;
    List<ChangedFile> files = DiffReader.read(text, "p").changes(0);
    assertThat(files)
        .extracting(ChangedFile::oldPath)
        .containsExactly("a/gone.c", "", "old name.c");
    assertThat(files).extracting(ChangedFile::newPath).containsExactly("", "b/new.c", "new name.c");
    assertThat(DiffReader.read(text, "p").text(0))
        .contains("diff --git a/old name.c b/new name.c\n", "+++ /dev/null\n", "--- /dev/null\n");
  }

  /** A blank at the end would be taken off when it is read again. */
  @Test
  void aPathThatEndsInABlankStaysOne() {
    PatchSet set = set("diff --git \"a/fs/y \" \"b/fs/y \"\nold mode 100644\nnew mode 100755\n");
    assertThat(one(set).paths()).containsExactly("fs/y ");
    assertThat(one(set(one(set).text())).paths()).containsExactly("fs/y ");
  }

  /** Each blank of git's line may be where the second path begins. */
  @Test
  @Timeout(300)
  void aLineOfAMillionBlanksIsReadInOneGo() {
    for (String blanks : List.of("a\" b" + " b".repeat(1 << 20), "\"a" + " b".repeat(1 << 20))) {
      isRefused("diff --git " + blanks + "\n", "holds no");
    }
  }

  @Test
  void gitLogInItsOtherOrderIsTakenAsItStands() {
    String commit = "commit 012345%d\nAuthor: A <a@example.org>\nDate:   %s\n\n    x\n\n";
    PatchSet log =
        set(
            commit.formatted(6, "Mon Nov 2 10:11:12 2026 +0100")
                + DIFF
                + "\n"
                + commit.formatted(7, "Tue Nov 3 10:11:12 2026 +0100")
                + DIFF.replace("f.c", "g.c"));
    assertThat(log.patches())
        .as("git log --reverse")
        .extracting(patch -> patch.files().get(0).path())
        .containsExactly("fs/x/f.c", "fs/x/g.c");
    PatchSet same =
        set(
            commit.formatted(6, "Mon Nov 2 10:11:12 2026 +0100")
                + DIFF
                + "\n"
                + commit.formatted(7, "Mon Nov 2 10:11:12 2026 +0100")
                + DIFF.replace("f.c", "g.c"));
    assertThat(same.patches())
        .as("of one second")
        .extracting(patch -> patch.files().get(0).path())
        .containsExactly("fs/x/f.c", "fs/x/g.c");
  }

  @Test
  void allPathsOfARenameAreFittedToTheSource() {
    String moved =
        """
        diff --git src/linux/fs/x/f.c src/linux/fs/x/g.c
        similarity index 90%
        rename from src/linux/fs/x/f.c
        rename to src/linux/fs/x/g.c
        --- src/linux/fs/x/f.c
        +++ src/linux/fs/x/g.c
        @@ -1 +1 @@
        -a
        +b
        """;
    assertThat(one(set(moved).in("fs/x/f.c"::equals)).text())
        .isEqualTo(
            """
            diff --git a/fs/x/f.c b/fs/x/g.c
            similarity index 90%
            rename from fs/x/f.c
            rename to fs/x/g.c
            --- a/fs/x/f.c
            +++ b/fs/x/g.c
            @@ -1 +1 @@
            -a
            +b
            """);
  }

  @Test
  void aCopyThatAnEditorLeftIsTheFile() {
    String quilt = DIFF.substring(DIFF.indexOf("--- a/"));
    isThePatch(set(quilt.replace("+++ b/fs/x/f.c", "+++ b/fs/x/f.c.new")));
    isThePatch(set(quilt.replace("--- a/fs/x/f.c", "--- a/fs/x/f.c.orig")));
  }

  @Test
  void aBadPathIsNamedWithItsLine() {
    isRefused(
        DIFF + "--- a/../g.c\n+++ b/../g.c\n@@ -1 +1 @@\n-a\n+b\n", "p:9: the path", "../g.c");
  }
}
