package dev.kverdict.patch;

import dev.kverdict.UserError;
import dev.kverdict.fuzz.FuzzTarget;
import dev.kverdict.fuzz.Masses;
import dev.kverdict.fuzz.Promise;
import java.util.ArrayList;
import java.util.List;

/** Whatever a mail or a mailbox holds: mails and the patches in them, or one error. */
public final class MailFuzz {

  private static final String HTML =
      """
      From: A <a@example.org>
      Subject: =?utf-8?Q?a_bug_=C3=A4?=
      Date: Mon, 1 Jan 2024 00:00:00 +0000 (UTC)
      Message-ID: <1@example.org>
      References: <0@example.org>
       <2@example.org>
      Content-Type: multipart/alternative; boundary="b"

      --b
      Content-Type: text/html; charset=iso-8859-1
      Content-Transfer-Encoding: quoted-printable

      <html><body><p>a =3D b &amp; c</p><pre>x &#60; y</pre></body></html>
      --b
      Content-Type: message/rfc822

      Subject: inner

      inner text
      --b--
      """;

  private static final String ENCODED =
      """
      From: A <a@example.org>
      Subject: [PATCH 1/2] =?utf-8?B?YSBidWc=?=
      MIME-Version: 1.0
      Content-Type: text/plain; charset="utf-16"
      Content-Transfer-Encoding: base64

      AGEACgBiAAo=
      """;

  /** For {@code ci/fuzz}. */
  public static final FuzzTarget TARGET =
      new FuzzTarget("mail", MailFuzz.class, MailFuzz::fuzzerTestOneInput, seeds(), words());

  private MailFuzz() {}

  private static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>(PatchFuzz.seeds());
    seeds.add(FuzzTarget.bytes(HTML));
    seeds.add(FuzzTarget.bytes(ENCODED));
    return seeds;
  }

  private static List<String> words() {
    List<String> words = new ArrayList<>(PatchFuzz.words());
    words.addAll(
        List.of(
            "Date: Mon, 1 Jan 2024 00:00:00 +0000\n",
            "Message-ID: <1@example.org>\n",
            "Content-Disposition: attachment; filename=\"a\"\n",
            "Content-Type: text/plain; charset=\"iso-2022-jp\"\n",
            "Content-Type: text/plain; charset=ibm1047\n",
            "Content-Type: multipart/digest; boundary=\"\"\n",
            "Content-Transfer-Encoding: uuencode\n",
            "filename*=utf-8''%20",
            "begin 644 a\n",
            "<html>",
            "<script>",
            "</script>",
            "<p>",
            "&#x10ffff;",
            "&#55296;",
            "&amp;",
            "=3D",
            "=\n",
            "(",
            "\n "));
    return words;
  }

  /** Reads an input as mails, and as a mailbox with patches of many people. */
  public static void fuzzerTestOneInput(byte[] input) {
    byte[] bytes = Masses.of(input);
    try {
      for (ReceivedMail mail : MailReader.read(bytes, "m")) {
        Promise.kept(Promise.isPlain(mail.header().subject()), "%s", mail.header().subject());
        Promise.kept(mail.date() != null, "a mail has no date");
        Promise.kept(!(mail.beginsSeries() && mail.inSeries()), "a mail is a cover and a patch");
      }
    } catch (UserError e) {
      Promise.oneLine(e);
    }
    try {
      for (Mailbox.Part part : Mailbox.parts(bytes, "m")) {
        Promise.kept(part.mail() > 0 && part.title() != null, "a part begins nowhere");
        part(part);
      }
    } catch (UserError e) {
      Promise.oneLine(e);
    }
  }

  /** What is wrong with a part is no matter of the others. */
  private static void part(Mailbox.Part part) {
    try {
      Promise.kept(
          PatchFuzz.check(PatchSet.of("m", part.bytes(), PatchOptions.STRICT)) > 0, "no patch");
    } catch (UserError e) {
      Promise.oneLine(e);
    }
  }
}
