package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchReaderTest {

  private static final String DIFF =
      """
      diff --git a/fs/x/a.c b/fs/x/a.c
      index 1111111..2222222 100644
      --- a/fs/x/a.c
      +++ b/fs/x/a.c
      @@ -10,3 +10,4 @@ static int f(void)
       	int x = 1;
      +	x = 2;

       	return x;
      """;

  @Test
  void plainDiff() {
    ParsedPatch patch = one(DIFF);
    assertThat(patch.mail()).isEmpty();
    ChangedFile file = patch.files().get(0);
    assertThat(file.oldPath()).isEqualTo("fs/x/a.c");
    Hunk hunk = file.hunks().get(0);
    assertThat(hunk.oldStart()).isEqualTo(10);
    assertThat(hunk.lines())
        .extracting(HunkLine::kind)
        .containsExactly(
            HunkLine.Kind.CONTEXT,
            HunkLine.Kind.ADDED,
            HunkLine.Kind.CONTEXT,
            HunkLine.Kind.CONTEXT);
    assertThat(hunk.lines().get(1).text()).isEqualTo("\tx = 2;");
  }

  @Test
  void diffWithoutGitsLine() {
    String quilt = DIFF.substring(DIFF.indexOf("--- a/"));
    assertThat(one("Index: linux/fs/x/a.c\n=====\n" + quilt).files()).hasSize(1);
  }

  @Test
  void mailOfGitFormatPatch() {
    ParsedPatch patch = one(mail("[PATCH v2] x: set it", "<1@example.org>", DIFF + "-- \n2.39\n"));
    assertThat(patch.mail()).contains(new Mail("[PATCH v2] x: set it", "<1@example.org>"));
    assertThat(patch.files()).hasSize(1);
    assertThat(patch.text()).contains("+\tx = 2;\n");
  }

  @Test
  void foldedAndEncodedSubject() {
    String subject = "=?UTF-8?Q?x=3A_set_caf=C3=A9?=\n =?UTF-8?Q?_once?=";
    assertThat(one(mail(subject, "<1@e>", DIFF)).mail().orElseThrow().subject())
        .isEqualTo("x: set caf\u00e9 once");
  }

  @Test
  void quotedPrintable() {
    String body = DIFF.replace("=", "=3D").replace("int x", "int=\n x").replace("\t", "=09");
    String mail =
        mail("[PATCH] x", "<1@e>", "").replace("\n\n", "\n" + encoding("quoted-printable")) + body;
    assertThat(one(mail).text()).contains("+\tx = 2;\n").contains(" \tint x = 1;\n");
  }

  @Test
  void base64() {
    String body =
        Base64.getMimeEncoder(72, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(DIFF.getBytes(StandardCharsets.UTF_8));
    String mail =
        mail("[PATCH] x", "<1@e>", "").replace("\n\n", "\n" + encoding("base64")) + body + "\n";
    assertThat(one(mail).files().get(0).hunks()).hasSize(1);
  }

  @Test
  void attachedPatchBesideHtml() {
    String parts =
        """
        Content-Type: multipart/mixed; boundary="b"

        --b
        Content-Type: text/html

        <p>see below</p>
        --b
        Content-Type: application/octet-stream; name="0001-x.patch"
        Content-Disposition: attachment; filename="0001-x.patch"

        """
            + DIFF
            + "--b--\n";
    String mail = mail("[PATCH] x", "<1@e>", "").replace("\n\n", "\nMIME-Version: 1.0\n") + parts;
    assertThat(one(mail).files()).hasSize(1);
  }

  @Test
  void seriesInAnMboxInItsOwnOrder() {
    String mbox =
        postmark(mail("[PATCH 2/2] second", "<3@e>", DIFF.replace("a.c", "b.c")))
            + postmark(mail("[PATCH 0/2] cover", "<1@e>", "text only\n"))
            + postmark(mail("Re: [PATCH 1/2] first", "<4@e>", "> " + DIFF.replace("\n", "\n> ")))
            + postmark(mail("[PATCH 1/2] first", "<2@e>", DIFF));
    List<ParsedPatch> patches = read(mbox);
    assertThat(patches)
        .extracting(patch -> patch.mail().orElseThrow().messageId())
        .containsExactly("<2@e>", "<3@e>");
  }

  @Test
  void newFileDeletedFileAndBinary() {
    String text =
        """
        diff --git a/new.c b/new.c
        new file mode 100644
        --- /dev/null
        +++ b/new.c
        @@ -0,0 +1 @@
        +int x;
        diff --git a/old.c b/old.c
        deleted file mode 100644
        --- a/old.c
        +++ /dev/null
        @@ -1 +0,0 @@
        -int x;
        diff --git a/logo.bin b/logo.bin
        Binary files a/logo.bin and b/logo.bin differ
        """;
    List<ChangedFile> files = one(text).files();
    assertThat(files).extracting(ChangedFile::oldPath).containsExactly("", "old.c", "logo.bin");
    assertThat(files).extracting(ChangedFile::newPath).containsExactly("new.c", "", "logo.bin");
    assertThat(files).extracting(ChangedFile::binary).containsExactly(false, false, true);
  }

  @Test
  void quotedPath() {
    String text = DIFF.replace("a/fs/x/a.c", "\"a/fs/\\303\\244\\t.c\"");
    assertThat(one(text).files().get(0).oldPath()).isEqualTo("fs/\u00c3\u00a4\t.c");
  }

  @Test
  void bytesThatAreNoUtf8Survive() {
    byte[] bytes = DIFF.replace("x = 2", "x = '\u00e9'").getBytes(StandardCharsets.ISO_8859_1);
    ParsedPatch patch = PatchReader.read(bytes, "p").get(0);
    assertThat(patch.text().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(bytes);
  }

  @Test
  void aTruncatedHunkIsAnError() {
    String cut = DIFF.substring(0, DIFF.indexOf(" \treturn"));
    assertThatThrownBy(() -> one(cut + "-- \n2.39\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("p:5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/../../etc/passwd", "/etc/passwd", "a/.."})
  void pathThatLeavesTheSource(String path) {
    assertThatThrownBy(() -> one(DIFF.replace("b/fs/x/a.c", path)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("leaves the source");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Subject: hello\n\nno patch\n", "--- a/x\n", "From \n\n"})
  void nothingToApply(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds no diff");
  }

  @Test
  void anyBytesGivePatchesOrAUserError() {
    Random random = new Random(4711);
    String[] bits = {
      "From a Mon Jan  1 00:00:00 2024\n",
      "Subject: [PATCH 1/2] x\n",
      "\n",
      "--- a/x\n",
      "+++ b/x\n",
      "@@ -1,2 +1 @@\n",
      " c\n",
      "+a\n",
      "-r\n",
      "\\ No newline\n",
      "diff --git a/x b/x\n",
      "=?utf-8?B?!?=",
      "Content-Transfer-Encoding: base64\n",
      "MIME-Version: 1.0\n",
      "\u0000\u00ff",
      "--b\n"
    };
    for (int run = 0; run < 3000; run++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i >= 0; i--) {
        text.append(bits[random.nextInt(bits.length)]);
      }
      try {
        assertThat(read(text.toString())).isNotEmpty();
      } catch (UserError e) {
        assertThat(e).hasMessageStartingWith("p");
      }
    }
  }

  private static String encoding(String name) {
    return "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        + "Content-Transfer-Encoding: "
        + name
        + "\n\n";
  }

  private static String mail(String subject, String id, String body) {
    return "From: A Uthor <a@example.org>\nSubject: %s\nMessage-ID: %s\n\n%s"
        .formatted(subject, id, body);
  }

  private static String postmark(String mail) {
    return "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n" + mail + "\n";
  }

  private static ParsedPatch one(String text) {
    List<ParsedPatch> patches = read(text);
    assertThat(patches).hasSize(1);
    return patches.get(0);
  }

  private static List<ParsedPatch> read(String text) {
    return PatchReader.read(text.getBytes(StandardCharsets.ISO_8859_1), "p");
  }
}
