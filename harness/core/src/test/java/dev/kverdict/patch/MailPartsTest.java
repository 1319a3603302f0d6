package dev.kverdict.patch;

import static dev.kverdict.patch.PatchForms.DIFF;
import static dev.kverdict.patch.PatchForms.TEXT;
import static dev.kverdict.patch.PatchForms.attached;
import static dev.kverdict.patch.PatchForms.base64;
import static dev.kverdict.patch.PatchForms.isRefused;
import static dev.kverdict.patch.PatchForms.isThePatch;
import static dev.kverdict.patch.PatchForms.mail;
import static dev.kverdict.patch.PatchForms.one;
import static dev.kverdict.patch.PatchForms.plain;
import static dev.kverdict.patch.PatchForms.set;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A patch in a part of a mail: attached, inside another mail, below scissors, signed. */
class MailPartsTest {

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
}
