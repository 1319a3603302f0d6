package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailReaderTest {

  private static List<ReceivedMail> read(String text) {
    return MailReader.read(text.getBytes(StandardCharsets.UTF_8), "it");
  }

  @Test
  void aMailHasItsTextAndItsFiles() {
    ReceivedMail mail =
        read("""
                From: A <a@example.org>
                Subject: =?UTF-8?Q?caf=C3=A9?=
                Message-ID: <1@example.org>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=x

                --x
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                caf=C3=A9
                --x
                Content-Type: text/html

                <p>no
                --x
                Content-Type: application/octet-stream
                Content-Disposition: attachment; filename=a.c
                Content-Transfer-Encoding: base64

                aGVsbG8=
                --x--
                """)
            .get(0);
    assertThat(mail.header().messageId()).isEqualTo("<1@example.org>");
    assertThat(mail.text().strip()).isEqualTo("caf\u00e9");
    assertThat(mail.files()).containsExactly(new ReceivedMail.File("a.c", "hello"));
    assertThat(mail.field("from")).isEqualTo("A <a@example.org>");
  }

  @Test
  void anMboxHasSeveralAndAnAttachedMailIsOneOfThem() {
    List<ReceivedMail> mails =
        read(
            """
            From a@example.org Thu Jan  1 00:00:00 1970
            Subject: first

            one
            From a@example.org Thu Jan  1 00:00:00 1970
            Subject: second
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=x

            --x
            Content-Type: message/rfc822

            Subject: inner

            two
            --x--
            """);
    assertThat(mails)
        .extracting(mail -> mail.header().subject())
        .containsExactly("first", "second", "inner");
    assertThat(mails.get(2).text().strip()).isEqualTo("two");
  }

  @Test
  void aTextIsOneWithoutAHeader() {
    ReceivedMail mail = read("hello\n").get(0);
    assertThat(mail.text()).isEqualTo("hello\n");
    assertThat(mail.field("Subject")).isEmpty();
    assertThat(mail.date()).isEqualTo(Instant.MIN);
  }

  @Test
  void aMailThatNoDecoderTakesIsReadAsItIs() {
    ReceivedMail mail =
        read("Subject: a\n b\nFrom: c\n\n" + "x".repeat(1 << 20) + "\nend\n").get(0);
    assertThat(mail.header().subject()).isEqualTo("a b");
    assertThat(mail.text()).endsWith("\nend\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mon, 02 Feb 2026 10:11:12 -0800|2026-02-02T18:11:12Z",
        "Mon, 2 Feb 2026 10:11:12 +0000 (UTC)|2026-02-02T10:11:12Z",
        "2 Feb 2026 10:11:12 GMT|2026-02-02T10:11:12Z",
        "yesterday|-1000000000-01-01T00:00:00Z"
      })
  void aDateIsThatOfItsZone(String written, String instant) {
    assertThat(read("Subject: a\nDate: " + written + "\n\nb\n").get(0).date())
        .isEqualTo(Instant.parse(instant));
  }

  @ParameterizedTest
  @CsvSource({
    "'[PATCH 0/3] x', true, false",
    "'[PATCH v2 2/3] x', false, true",
    "'[PATCH] x', false, false",
    "'[PATCH 1/1] x', false, false",
    "'Re: [PATCH 0/3] x', false, false"
  })
  void aCoverLetterAndAPatchOfASeriesAreKnownByTheirSubjects(
      String subject, boolean cover, boolean one) {
    ReceivedMail mail = read("Subject: " + subject + "\n\ntext\n").get(0);
    assertThat(mail.beginsSeries()).isEqualTo(cover);
    assertThat(mail.inSeries()).isEqualTo(one);
  }

  @Test
  void aMailThatIsHtmlAloneHasItsWords() {
    ReceivedMail mail =
        read("Subject: a\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>one &lt; two</p>\n")
            .get(0);
    assertThat(mail.text().strip()).isEqualTo("one < two");
  }

  @Test
  void aWebPageInPlaceOfAMailHasItsWords() {
    assertThat(read("<html><body><pre>one &lt; two</pre></body></html>\n").get(0).text().strip())
        .isEqualTo("one < two");
    assertThat(read("one &lt; two\n").get(0).text()).isEqualTo("one &lt; two\n");
  }
}
