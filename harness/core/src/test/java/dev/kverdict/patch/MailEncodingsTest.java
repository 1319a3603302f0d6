package dev.kverdict.patch;

import static dev.kverdict.patch.PatchForms.DIFF;
import static dev.kverdict.patch.PatchForms.LINES;
import static dev.kverdict.patch.PatchForms.TEXT;
import static dev.kverdict.patch.PatchForms.attached;
import static dev.kverdict.patch.PatchForms.base64;
import static dev.kverdict.patch.PatchForms.bytes;
import static dev.kverdict.patch.PatchForms.isThePatch;
import static dev.kverdict.patch.PatchForms.mail;
import static dev.kverdict.patch.PatchForms.mbox;
import static dev.kverdict.patch.PatchForms.one;
import static dev.kverdict.patch.PatchForms.plain;
import static dev.kverdict.patch.PatchForms.set;
import static dev.kverdict.patch.PatchForms.zipped;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A patch in a mail, however its bytes are encoded. */
class MailEncodingsTest {

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

  @Test
  void flowedTextIsUnstuffedAndJoined() {
    String type = "Content-Type: text/plain; charset=utf-8; format=flowed\n";
    String stuffed = DIFF.replaceAll("(?m)^ ", "  ");
    isThePatch(set(mail("[PATCH] x", type, TEXT + stuffed + "-- \n2.43.0\n")));
    isThePatch(set(mail("[PATCH] x", type, TEXT + DIFF)));
    String broken = stuffed.replace("one more than", "one \nmore than");
    isThePatch(set(mail("[PATCH] x", type + "X-Delsp: no\n", TEXT + broken)));
  }
}
