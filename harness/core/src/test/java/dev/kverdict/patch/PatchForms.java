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

/** What the tests of the forms of a patch begin with, and what they expect. */
final class PatchForms {

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

  static final String TEXT =
      "Count one more.\n\nSigned-off-by: A <a@example.org>\n---\n f.c | 1 +\n\n";

  static final List<HunkLine> LINES =
      List.of(
          new HunkLine(HunkLine.Kind.CONTEXT, "\tint n = 0;"),
          new HunkLine(HunkLine.Kind.CONTEXT, ""),
          new HunkLine(
              HunkLine.Kind.ADDED, "\tn = count(inode) + 1; /* one more than there are */"),
          new HunkLine(HunkLine.Kind.CONTEXT, "\treturn n;"));

  private PatchForms() {}

  static String mail(String subject, String more, String body) {
    return "From: A <a@example.org>\nTo: list@example.org\nSubject: %s\nMIME-Version: 1.0\n%s\n%s"
        .formatted(subject, more, body);
  }

  static String plain(String subject, String body) {
    return mail(subject, "Content-Type: text/plain; charset=utf-8\n", body);
  }

  static String mbox(String... mails) {
    StringBuilder all = new StringBuilder();
    for (String mail : mails) {
      all.append("From mboxrd@z Thu Jan  1 00:00:00 1970\n").append(mail).append('\n');
    }
    return all.toString();
  }

  static PatchSet set(byte[] bytes) {
    return PatchSet.of("p", bytes, PatchOptions.STRICT);
  }

  static PatchSet set(String text) {
    return set(text.getBytes(StandardCharsets.UTF_8));
  }

  static ParsedPatch one(PatchSet set) {
    assertThat(set.patches()).hasSize(1);
    return set.patches().get(0);
  }

  /** The patch is read, and git would apply it as it was meant. */
  static void isThePatch(PatchSet set) {
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

  static void isRefused(byte[] bytes, String... said) {
    assertThatThrownBy(() -> set(bytes).patches())
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("p")
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(said);
  }

  static void isRefused(String text, String... said) {
    isRefused(text.getBytes(StandardCharsets.UTF_8), said);
  }

  static String base64(String text, Charset charset) {
    return Base64.getMimeEncoder(72, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(text.getBytes(charset))
        + "\n";
  }

  static byte[] zipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return out.toByteArray();
  }

  // What surrounds the patch.

  static String attached(String type, String name, String encoding, String content) {
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

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
