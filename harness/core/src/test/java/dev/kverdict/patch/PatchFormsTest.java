package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which mailers, archives, editors and people hand a patch on. */
class PatchFormsTest {

  static final String DIFF =
      """
      diff --git a/fs/x/f.c b/fs/x/f.c
      --- a/fs/x/f.c
      +++ b/fs/x/f.c
      @@ -10,3 +10,4 @@ static int f(struct inode *inode)
       	int n = 0;
      \s
      +	n = count(inode) + 1; /* one more than there are */
       	return n;
      """;

  private static final String TEXT =
      "Count one more.\n\nSigned-off-by: A <a@example.org>\n---\n f.c | 1 +\n\n";

  private static final List<HunkLine> LINES =
      List.of(
          new HunkLine(HunkLine.Kind.CONTEXT, "\tint n = 0;"),
          new HunkLine(HunkLine.Kind.CONTEXT, ""),
          new HunkLine(
              HunkLine.Kind.ADDED, "\tn = count(inode) + 1; /* one more than there are */"),
          new HunkLine(HunkLine.Kind.CONTEXT, "\treturn n;"));

  private static String mail(String subject, String more, String body) {
    return "From: A <a@example.org>\nTo: list@example.org\nSubject: %s\nMIME-Version: 1.0\n%s\n%s"
        .formatted(subject, more, body);
  }

  private static String plain(String subject, String body) {
    return mail(subject, "Content-Type: text/plain; charset=utf-8\n", body);
  }

  static String mbox(String... mails) {
    StringBuilder all = new StringBuilder();
    for (String mail : mails) {
      all.append("From mboxrd@z Thu Jan  1 00:00:00 1970\n").append(mail).append('\n');
    }
    return all.toString();
  }

  private static PatchSet set(byte[] bytes) {
    return PatchSet.of("p", bytes, PatchOptions.STRICT);
  }

  private static PatchSet set(String text) {
    return set(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ParsedPatch one(PatchSet set) {
    assertThat(set.patches()).hasSize(1);
    return set.patches().get(0);
  }

  /** The patch is read, and git would apply it as it was meant. */
  private static void isThePatch(PatchSet set) {
    ParsedPatch patch = one(set);
    assertThat(patch.paths()).containsExactly("fs/x/f.c");
    assertThat(patch.files().get(0).hunks()).hasSize(1);
    assertThat(patch.files().get(0).hunks().get(0).lines()).isEqualTo(LINES);
    assertThat(patch.text())
        .contains("--- a/fs/x/f.c\n+++ b/fs/x/f.c\n")
        .contains("\n \tint n = 0;\n")
        .contains("\n+\tn = count(inode) + 1; /* one more than there are */\n \treturn n;\n")
        .endsWith("\n");
  }

  private static void isRefused(byte[] bytes, String... said) {
    assertThatThrownBy(() -> set(bytes).patches())
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("p")
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(said);
  }

  private static void isRefused(String text, String... said) {
    isRefused(text.getBytes(StandardCharsets.UTF_8), said);
  }

  private static String base64(String text, Charset charset) {
    return Base64.getMimeEncoder(72, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(text.getBytes(charset))
        + "\n";
  }

  private static byte[] zipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return out.toByteArray();
  }

  // Encodings.

  @Test
  void eightBitBase64AndQuotedPrintableWithEitherLineEnd() {
    String type = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: ";
    String body = TEXT + DIFF + "-- \n2.43.0\n\n";
    String quoted =
        body.replace("=", "=3D").replace("struct inode", "struct in=\node").replace(" \n", "=20\n");
    for (String mail :
        List.of(
            mail("[PATCH] x", type + "8bit\n", body.replace("Count", "Z\u00e4hle")),
            mail("[PATCH] x", type + "base64\n", base64(body, StandardCharsets.UTF_8)),
            mail(
                "[PATCH] x",
                type + "base64\n",
                base64(body.replace("\n", "\r\n"), StandardCharsets.UTF_8)),
            mail("[PATCH] x", type + "quoted-printable\n", quoted))) {
      isThePatch(set(mail));
      isThePatch(set(mail.replace("\n", "\r\n")));
      isThePatch(set("\n\n" + mail));
      isThePatch(set(mbox(mail)));
      isThePatch(set(mbox(mail).replace("\n", "\r\n")));
    }
  }

  @Test
  void aMailThatWasSavedDecodedThoughItsHeaderIsOld() {
    for (String encoding : List.of("base64", "quoted-printable")) {
      String type = "Content-Type: text/plain\nContent-Transfer-Encoding: " + encoding + "\n";
      isThePatch(set(mail("[PATCH] x", type, TEXT + DIFF.replace("+ 1", "+ 1"))));
    }
  }

  @Test
  void otherCharsetsBecomeThatOfTheSource() {
    String words = DIFF.replace("one more", "caf\u00e9");
    for (String name : List.of("windows-1252", "ISO-8859-15", "utf-16", "UTF-8")) {
      String type =
          "Content-Type: text/plain; charset=\"" + name + "\"\nContent-Transfer-Encoding: base64\n";
      ParsedPatch patch =
          one(set(mail("[PATCH] x", type, base64(TEXT + words, Charset.forName(name)))));
      assertThat(patch.text()).contains("caf\u00c3\u00a9 than"); // UTF-8, a character a byte
    }
    String type =
        "Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: base64\n";
    assertThat(one(set(mail("[PATCH] x", type, base64(words, StandardCharsets.UTF_8)))).text())
        .as("a mailer that calls everything windows-1252")
        .contains("caf\u00c3\u00a9 than");
  }

  @Test
  void bytesAreKeptIfNothingSaysWhatTheyAre() {
    byte[] bytes = DIFF.replace("one more", "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(one(set(bytes)).text()).contains("caf\u00e9");
    assertThat(
            one(set(mail("[PATCH] x", "Content-Type: text/plain; charset=no-such\n\n", DIFF)))
                .text())
        .contains("n = count");
  }

  @Test
  void byteOrderMarksAndUtf16() {
    isThePatch(set("\ufeff" + DIFF));
    for (Charset charset :
        List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
      isThePatch(set(DIFF.getBytes(charset)));
      isThePatch(set(("\ufeff" + DIFF).getBytes(charset)));
    }
  }

  @Test
  void packedFilesAndPackedAttachments() {
    isThePatch(set(zipped(mbox(plain("[PATCH] x", TEXT + DIFF)).getBytes(StandardCharsets.UTF_8))));
    isThePatch(set(zipped(zipped(DIFF.getBytes(StandardCharsets.UTF_8)))));
    String packed =
        base64(
            new String(zipped(DIFF.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1),
            StandardCharsets.ISO_8859_1);
    isThePatch(set(attached("application/gzip", "x.patch.gz", "base64", packed)));
  }

  @Test
  void lineEnds() {
    ParsedPatch windows = one(set(DIFF.replace("\n", "\r\n")));
    assertThat(windows.files().get(0).hunks().get(0).lines()).isEqualTo(LINES);
    assertThat(windows.text())
        .as("git knows no file whose name ends with a carriage return")
        .contains("--- a/fs/x/f.c\n+++ b/fs/x/f.c\n")
        .contains("\treturn n;\r\n");
    isThePatch(set(DIFF.strip()));
    isThePatch(set(DIFF.replace("\n", "\r")));
    ParsedPatch stripped = one(set(DIFF.replace(" \n", "\n")));
    assertThat(stripped.files().get(0).hunks().get(0).lines()).isEqualTo(LINES);
  }

  // What surrounds the patch.

  private static String attached(String type, String name, String encoding, String content) {
    return mail(
        "please test",
        "Content-Type: multipart/mixed; boundary=b\n",
        """
        --b
        Content-Type: text/plain; charset=utf-8

        See the patch.
        --b
        Content-Type: %s; name="%s"
        Content-Disposition: attachment; filename="%s"
        Content-Transfer-Encoding: %s

        %s
        --b--
        """
            .formatted(type, name, name, encoding, content));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/x-patch 0001-x.patch", "text/plain x.txt", "application/octet-stream x.diff",
        "application/octet-stream 0001-x.txt", "application/octet-stream x", "text/x-diff p0",
        "application/mbox thread"
      })
  void anAttachmentCountsByWhatItHolds(String typeAndName) {
    String[] words = typeAndName.split(" ");
    isThePatch(set(attached(words[0], words[1], "8bit", DIFF)));
    isThePatch(set(attached(words[0], words[1], "base64", base64(DIFF, StandardCharsets.UTF_8))));
    isThePatch(set(attached(words[0], words[1], "8bit", plain("[PATCH] x", TEXT + DIFF))));
  }

  @Test
  void aPatchThatIsAlsoAttachedIsOnePatch() {
    String both =
        mail(
            "[PATCH] x",
            "Content-Type: multipart/mixed; boundary=b\n",
            "--b\nContent-Type: text/plain\n\n%s\n--b\nContent-Type: text/x-patch; name=x.patch\n\n%s\n--b--\n");
    isThePatch(set(both.formatted(TEXT + DIFF, DIFF)));
    isRefused(both.formatted(TEXT + DIFF, DIFF.replace("f.c", "g.c")), "another one attached");
  }

  @Test
  void severalAttachmentsAreOnePatchAndAttachedMailsASeries() {
    String two =
        mail(
            "patches",
            "Content-Type: multipart/mixed; boundary=b\n",
            "--b\nContent-Type: text/x-patch; name=2.patch\n\n%s\n--b\nContent-Type: text/x-patch; name=1.patch\n\n%s\n--b--\n");
    assertThat(one(set(two.formatted(DIFF, DIFF.replace("f.c", "g.c")))).paths())
        .containsExactly("fs/x/f.c", "fs/x/g.c");
    PatchSet series =
        set(
            two.formatted(
                plain("[PATCH 2/2] b", DIFF), plain("[PATCH 1/2] a", DIFF.replace("f.c", "g.c"))));
    assertThat(series.patches())
        .extracting(patch -> patch.files().get(0).path())
        .containsExactly("fs/x/g.c", "fs/x/f.c");
  }

  @Test
  void aMailInAMail() {
    isThePatch(
        set(
            mail(
                "Fwd: see below",
                "Content-Type: multipart/mixed; boundary=b\n",
                "--b\nContent-Type: message/rfc822\n\n"
                    + plain("[PATCH] x", TEXT + DIFF)
                    + "\n--b--\n")));
  }

  @Test
  void ofTwoAlternativesTheOneThatIsText() {
    String html =
        "<html><pre>" + DIFF.replace("&", "&amp;").replace("<", "&lt;") + "</pre></html>\n";
    isThePatch(
        set(
            mail(
                "[PATCH] x",
                "Content-Type: multipart/alternative; boundary=b\n",
                "--b\nContent-Type: text/html\n\n"
                    + html
                    + "--b\nContent-Type: text/plain\n\n"
                    + TEXT
                    + DIFF
                    + "\n--b--\n")));
    isRefused(
        mail("[PATCH] x", "Content-Type: text/html\n", html), "holds no diff but HTML", "web page");
    isRefused(
        html.replace("diff --git", "<b>diff</b>")
            .replace("--- a", "<i>---</i>")
            .replace("@@", "<i>@@</i>"),
        "HTML");
  }

  @Test
  void flowedTextIsUnstuffedAndJoined() {
    String type = "Content-Type: text/plain; charset=utf-8; format=flowed\n";
    String stuffed = DIFF.replaceAll("(?m)^ ", "  ");
    isThePatch(set(mail("[PATCH] x", type, TEXT + stuffed + "-- \n2.43.0\n")));
    isThePatch(set(mail("[PATCH] x", type, TEXT + DIFF)));
    String broken = stuffed.replace("one more than", "one \nmore than");
    isThePatch(set(mail("[PATCH] x", type + "X-Delsp: no\n", TEXT + broken)));
  }

  @Test
  void scissors() {
    String said = "On Monday somebody wrote:\n> +\told();\n\nI would rather:\n\n";
    for (String line :
        List.of("-- >8 --", "---- 8< ----", "-->8--", "8< -----", "- - >8 - - cut here")) {
      PatchSet set =
          set(
              plain(
                  "Re: [PATCH v3 2/5] x",
                  said
                      + DIFF.replace("n = 0", "n = 9")
                      + line
                      + "\nSubject: y: count\n\n"
                      + TEXT
                      + DIFF));
      isThePatch(set);
      assertThat(one(set).mail().orElseThrow().subject()).isEqualTo("y: count");
    }
  }

  @Test
  void signedAndColouredText() {
    String signed =
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
            + (TEXT + DIFF).replaceAll("(?m)^-", "- -")
            + "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n";
    isThePatch(set(plain("[PATCH] x", signed)));
    String coloured =
        DIFF.replaceAll("(?m)^(diff|---|\\+\\+\\+)(.*)$", "\u001b[1m$1$2\u001b[m")
            .replaceAll("(?m)^(\\+\t)(.*)$", "\u001b[32m+\u001b[m\u001b[32m\t$2\u001b[m");
    isThePatch(set(coloured));
  }

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

  // Threads.

  @Test
  void aMailThatCameTwiceIsTakenOnce() {
    String mail = plain("[PATCH] x", TEXT + DIFF);
    PatchSet set =
        set(mbox(mail, mail.replace("To: list", "To: other") + "\n___\nother mailing list\n"));
    isThePatch(set);
    assertThat(set.notes())
        .containsExactly("p: the same patch is there twice and is taken once: [PATCH] x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[PATCH v2] x",
        "[PATCH V2] x",
        "[fs-dev] [PATCH v2] x",
        "[PATCHv2] X",
        "[PATCH v2 1/1] y"
      })
  void theNewestVersionIsTaken(String newer) {
    String old = plain("[PATCH] x", TEXT + DIFF.replace("+ 1;", "+ 2;"));
    PatchSet set = set(mbox(plain(newer, TEXT + DIFF), old));
    isThePatch(set);
    assertThat(set.notes()).containsExactly("p: v2 is taken, the newest version; left out: v1");
    isThePatch(set(mbox(old, plain(newer, TEXT + DIFF))));
  }

  @Test
  void aNewerVersionUnderAnotherSubjectAnswersTheOldOne() {
    String old = mail("[PATCH] x", "Message-ID: <1@e>\n", DIFF.replace("+ 1;", "+ 2;"));
    isThePatch(set(mbox(old, mail("[PATCH v2] y", "In-Reply-To: <1@e>\n", DIFF))));
    isRefused(
        mbox(old, mail("[PATCH v2] y", "", DIFF)), "different versions ([PATCH] x; [PATCH v2] y)");
  }

  @Test
  void aSeriesHasItsOwnOrder() {
    String first = plain("[Patch 1/2] a", TEXT + DIFF);
    String second = plain("[fs-dev] [Patch 2/2] b", TEXT + DIFF.replace("f.c", "g.c"));
    String cover =
        plain("[PATCH 0/2] both", "Why.\n\n f.c | 1 +\n 1 file changed, 1 insertion(+)\n");
    String reply = plain("Re: [Patch 1/2] a", "> " + DIFF.replace("\n", "\n> ") + "\nGood.\n");
    assertThat(set(mbox(second, reply, cover, first)).patches())
        .extracting(patch -> patch.files().get(0).path())
        .containsExactly("fs/x/f.c", "fs/x/g.c");
    assertThat(set(mbox(plain("[PATCH 1/2] a", DIFF), plain("[PATCH 2/2] a", DIFF))).patches())
        .as("two patches that happen to be alike")
        .hasSize(2);
  }

  @Test
  void anIncompleteSeriesIsNone() {
    String first = plain("[PATCH 1/3] a", TEXT + DIFF);
    String third = plain("[PATCH 3/3] c", TEXT + DIFF.replace("f.c", "g.c"));
    isRefused(
        mbox(third, first),
        "incomplete series: of 3 patches 2 is missing",
        "--incomplete",
        "incomplete: true");
    PatchSet allowed =
        PatchSet.of(
            "p", mbox(third, first).getBytes(StandardCharsets.UTF_8), new PatchOptions(true, 0));
    assertThat(allowed.patches()).hasSize(2);
    assertThat(allowed.notes())
        .containsExactly("p: is an incomplete series: of 3 patches 2 is missing");
    PatchSet second = set(plain("[PATCH 2/3] b", TEXT + DIFF.replace("f.c", "h.c")));
    assertThat(set(first).and(second).and(set(third)).patches()).as("in several files").hasSize(3);
  }

  @Test
  void aSinglePatchOfASeriesIsTakenAndSaid() {
    assertThat(set(plain("[PATCH v3 2/5] b", TEXT + DIFF)).notes())
        .containsExactly(
            "p: is patch 2 of a series of 5, without the others: the verdict is on it alone");
    assertThat(set(plain("[PATCH 1/1] b", TEXT + DIFF)).notes()).isEmpty();
  }

  @Test
  void anAnswersDiffIsAProposal() {
    String patch = plain("[PATCH] x", TEXT + DIFF);
    String reply = plain("Re: [PATCH] x", "How about this?\n\n" + DIFF.replace("f.c", "g.c"));
    PatchSet set = set(mbox(patch, reply));
    isThePatch(set);
    assertThat(set.notes())
        .containsExactly("p: a reply with a diff of its own is left out: Re: [PATCH] x");
    isThePatch(
        set(mbox(plain("a bug", "It crashes.\n"), plain("Re: a bug", "Please try:\n\n" + DIFF))));
    isRefused(
        mbox(reply, plain("Re: [PATCH] x", "Or this?\n\n" + DIFF)),
        "diffs in several replies (Re: [PATCH] x; Re: [PATCH] x)");
    isThePatch(
        set(
            mbox(
                patch,
                plain("Re: [PATCH] x", "No:\n\n" + DIFF.substring(0, DIFF.indexOf("+\t"))))));
  }

  @Test
  void whatCannotBeToldApartIsAnError() {
    String one = plain("[PATCH 1/2] a", DIFF);
    String two = plain("[PATCH 2/2] b", DIFF.replace("f.c", "g.c"));
    isRefused(
        mbox(one, two, plain("[PATCH 1/2] other", DIFF.replace("f.c", "h.c"))),
        "patches of several series");
    isRefused(
        mbox(one, two, plain("[PATCH] other", DIFF.replace("f.c", "h.c"))),
        "with and without a number");
    isRefused(
        mbox(plain("[PATCH] x", DIFF), plain("[PATCH] x", DIFF.replace("+ 1;", "+ 2;"))),
        "different patches with the same subject and version");
    assertThat(
            set(mbox(plain("[PATCH] x", DIFF), plain("[PATCH] y", DIFF.replace("f.c", "g.c"))))
                .patches())
        .hasSize(2);
  }

  // What is no patch.

  @Test
  void otherKindsOfDiffsAreNamed() {
    isRefused(
        "*** a/fs/x/f.c\n--- b/fs/x/f.c\n***************\n*** 1,2 ****\n--- 1,3 ----\n  a\n+ b\n",
        "context diff",
        "diff -u");
    isRefused("10a11\n> \tx();\n", "without context");
    isRefused(
        "commit 01\nMerge: 1 2\n\ndiff --cc fs/x/f.c\nindex 1,2..3\n--- a/fs/x/f.c\n+++ b/fs/x/f.c\n@@@ -1,2 -1,2 +1,3 @@@\n  a\n++b\n  c\n",
        "p:4: ",
        "combined diff of a merge",
        "git diff COMMIT^1 COMMIT");
    isRefused(" fs/x/f.c | 1 +\n 1 file changed, 1 insertion(+)\n", "only a summary");
  }

  @Test
  void quotedAndIndentedDiffsAreNamed() {
    isRefused(
        plain("Re: [PATCH] x", "> " + (TEXT + DIFF).replace("\n", "\n> ") + "\n"),
        "only as a quotation",
        "save the mail that it answers");
    isRefused("| " + DIFF.replace("\n", "\n| "), "only as a quotation");
    isRefused("    " + DIFF.replace("\n", "\n    "), "indented");
    isRefused("\t" + DIFF.substring(DIFF.indexOf("--- ")).replace("\n", "\n\t"), "indented");
  }

  @Test
  void otherFilesAreNamed() {
    isRefused("", "is empty");
    isRefused("\n \n", "is empty");
    isRefused("Dear all,\n\nno patch.\n", "holds no diff", "git format-patch");
    isRefused(
        bytes("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1" + "\0".repeat(504)),
        "Outlook",
        ".eml");
    isRefused(bytes("PK\u0003\u0004 x"), "ZIP");
    isRefused(bytes("\u00fd7zXZ\0 x"), "packed with xz", "unpack it");
    isRefused(bytes("\u007fELF x"), "is a program");
    isRefused(bytes("\u001f\u008b\u0008 x"), "damaged gzip file");
    isRefused(attached("application/ms-tnef", "winmail.dat", "8bit", "x"), "winmail.dat");
    isRefused(
        attached("application/zip", "patches.zip", "8bit", "PK\u0003\u0004 x"), "holds no diff");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void damageOnTheWayIsNamed() {
    String wrapped = DIFF.replace("one more than", "one\nmore than");
    isRefused(
        plain("[PATCH] x", TEXT + wrapped),
        "p, its text:",
        "white space was changed by a mailer",
        "wrapped");
    isRefused(
        DIFF.substring(0, DIFF.indexOf(" \treturn")), "p:4: the hunk does not have the lines");
    isRefused(DIFF.substring(0, DIFF.indexOf("@@")), "p:1: the change to b/fs/x/f.c has no hunk");
  }

  @Test
  void whatIsTooLargeIsNotRead() {
    isRefused(new byte[PatchSet.MOST_BYTES + 1], "larger than 16 MiB");
    isRefused(zipped(new byte[PatchSet.MOST_BYTES + 1]), "larger than 16 MiB");
    isRefused(
        mbox(new String[0])
            + ("From a Thu Jan  1 00:00:00 1970\nSubject: x\n\n" + "x\n").repeat(1002),
        "more than 1000 mails");
  }
}
