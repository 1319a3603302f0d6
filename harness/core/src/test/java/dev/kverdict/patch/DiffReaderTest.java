package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kverdict.UserError;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiffReaderTest {

  private static final String BOTH = "--- a/f.c\n+++ b/f.c\n@@ -1,2 +1,3 @@ int f(void)\n";

  @TempDir private Path folder;

  private static List<ChangedFile> read(String text) {
    return DiffReader.read(text, "p.patch").changes(PathPrefix.USUAL);
  }

  @Test
  void aHunkHasTheLinesThatItsHeaderCounts() {
    List<ChangedFile> files =
        read(
            "From: somebody\n--- not a diff\n\n"
                + BOTH
                + " a\n+b\n\n\\ No newline at end of file\n-- \n2.39\n");
    assertThat(files)
        .containsExactly(
            new ChangedFile(
                "f.c",
                "f.c",
                List.of(
                    new Hunk(
                        1,
                        List.of(
                            new HunkLine(HunkLine.Kind.CONTEXT, "a"),
                            new HunkLine(HunkLine.Kind.ADDED, "b"),
                            new HunkLine(HunkLine.Kind.CONTEXT, "")))),
                false));
  }

  @Test
  void filesComeGoMoveAndAreBinary() {
    List<ChangedFile> files =
        read(
            """
            diff --git a/new.c b/new.c
            new file mode 100644
            --- /dev/null
            +++ b/new.c
            @@ -0,0 +1 @@
            +x
            diff --git a/old.c b/old.c
            deleted file mode 100644
            --- a/old.c\t2020-01-01
            +++ /dev/null
            @@ -1 +0,0 @@
            -x
            diff --git a/from.c b/to.c
            rename from from.c
            diff --git a/logo.bin b/logo.bin
            GIT binary patch
            diff --git "a/\\303\\244.c" "b/\\303\\244.c"
            --- "a/\\303\\244.c"
            +++ "b/\\303\\244.c"
            @@ -1 +1 @@
            -x
            +y
            """);
    assertThat(files)
        .extracting(ChangedFile::oldPath)
        .containsExactly("", "old.c", "from.c", "logo.bin", "\u00c3\u00a4.c");
    assertThat(files)
        .extracting(ChangedFile::newPath)
        .containsExactly("new.c", "", "to.c", "logo.bin", "\u00c3\u00a4.c");
    assertThat(files)
        .extracting(ChangedFile::path)
        .containsExactly("new.c", "old.c", "to.c", "logo.bin", "\u00c3\u00a4.c");
    assertThat(files)
        .extracting(ChangedFile::binary)
        .containsExactly(false, false, false, true, false);
    assertThat(files).extracting(file -> file.hunks().size()).containsExactly(1, 1, 0, 0, 1);
  }

  @Test
  void filesWithoutGitsLinesFollowEachOther() {
    assertThat(read(BOTH + " a\n+b\n c\n" + BOTH.replace("f.c", "g.c") + " a\n+b\n c\n"))
        .extracting(ChangedFile::path)
        .containsExactly("f.c", "g.c");
  }

  @ParameterizedTest
  @ValueSource(strings = {" a\n", " a\n+b\n+c\n+d\n", " a\n-b\n-c\n", "+a\n+b\n+c\n+d\n"})
  void aHunkWithOtherLinesIsMalformed(String lines) {
    assertThatThrownBy(() -> read("\n" + BOTH + lines))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("p.patch:4: the hunk does not have the lines that its header counts");
  }

  @ParameterizedTest
  @ValueSource(strings = {" a\n*b\n c\n", " a\nwords of the line before\n+b\n c\n"})
  void aHunkWithALineOfTextWasWrapped(String lines) {
    assertThatThrownBy(() -> read("\n" + BOTH + lines))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("p.patch:6: white space was changed by a mailer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+d\n", "-\td\n"})
  void aHunkWithMoreLinesThanItsHeaderCountsWasEdited(String more) {
    assertThatThrownBy(() -> read(BOTH + " a\n+b\n c\n" + more))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("p.patch:3: the hunk has more lines than its header counts");
    assertThat(read(BOTH + " a\n+b\n c\n- and so on\n")).hasSize(1);
    assertThat(read(BOTH + " a\n+b\n c\n-- \n2.39\n")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/../f.c", "a/x/../../f.c", "/etc/f.c", "a/", "..", "a/.."})
  void aPathThatLeavesTheSourceIsRefused(String path) {
    assertThatThrownBy(() -> read("--- " + path + "\n+++ " + path + "\n@@ -1 +1 @@\n-a\n+b\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("p.patch:1: the path ")
        .hasMessageContaining("leaves the source");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a/f.c          | a/f.c
          "              | "
          "a\\tb\\"c\\\\" | a\tb"c\\
          "\\303\\244"   | \u00c3\u00a4
          "\\477"        | \\477
          "\\12"         | \\12
          "\\q\\"        | \\q\\
          "a             | "a
          """)
  void pathsAreUnquotedAsGitQuotesThem(String written, String path) {
    assertThat(QuotedPath.unquote(written)).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a/f c~.c         | a/f c~.c
          a\tb"c\\        | "a\\tb\\"c\\\\"
          a/\u0007b        | "a/\\ab"
          \u00c3\u00a4     | "\\303\\244"
          a/\u001bb        | "a/\\033b"
          a/\u007f         | "a/\\177"
          """)
  void pathsAreQuotedAsGitQuotesThem(String path, String written) {
    assertThat(QuotedPath.quote(path)).isEqualTo(written);
    assertThat(QuotedPath.unquote(written)).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/f.c b/f.c|a/f.c|b/f.c",
        "x y.c x y.c|x y.c|x y.c",
        "p/x y.c q/x y.c|p/x y.c|q/x y.c",
        "a/x y.c b/z.c|a/x y.c|b/z.c"
      })
  void gitsLineIsTakenApartWhereItsPathsAgree(String paths, String before, String after) {
    assertThat(GitLine.of("diff --git " + paths)).hasValue(new GitLine(before, after));
  }

  @Test
  void aLineOfAMailDrivesNoTerminalAndIsShort() {
    assertThat(PrintableLine.of(" a\r\n\tb\u001b[2Jc ")).isEqualTo("a b?[2Jc");
    assertThat(PrintableLine.of("x".repeat(200))).hasSize(200);
    assertThat(PrintableLine.of("x".repeat(201))).isEqualTo("x".repeat(200) + "...");
  }

  @Test
  void aMailIsItsTextAndItsAttachedPatches() {
    MailText mail =
        MailText.read(
                """
                Subject: =?utf-8?q?=5BPATCH=5D_caf=C3=A9?=
                From: =?utf-8?q?J=C3=B6rg?= <j@example.org>
                Message-ID: <1@example.org>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain
                Content-Transfer-Encoding: quoted-printable

                a =3D b
                --b
                Content-Type: text/html

                <p>not this
                --b
                Content-Type: application/octet-stream; name=x.diff
                Content-Disposition: attachment; filename=x.DIFF
                Content-Transfer-Encoding: base64

                LS0tIGEvZgo=
                --b
                Content-Type: text/plain
                Content-Disposition: attachment; filename=notes.txt

                nor this
                --b--
                """)
            .orElseThrow();
    assertThat(mail.header()).isEqualTo(new Mail("[PATCH] caf\u00e9", "<1@example.org>"));
    assertThat(mail.parts())
        .extracting(MailPart::file, MailPart::html)
        .containsExactly(
            tuple("", false), tuple("", true), tuple("x.DIFF", false), tuple("notes.txt", false));
    assertThat(mail.parts().get(0).text()).contains("a = b").doesNotContain("\r");
    assertThat(mail.parts().get(2).text()).startsWith("--- a/f");
  }
}
