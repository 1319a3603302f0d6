package dev.kverdict.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<p>a</p><p>b</p>|a;b;",
        "a<br>b<BR/>c|a;b;c",
        "<a href=\"x\">a</a>: <b>c</b>|a: c",
        "&lt;a&gt; &amp;amp; &quot;b&quot;|<a> &amp; \"b\"",
        "&#65;&#x42;&nbsp;c|AB c",
        "&#9999999;&unknown;| &unknown;",
        "a < b and c > d|a < b and c > d",
        "<style>p {}</style>a<script>b()</script>c|ac",
        "<script>a|a",
        "a<!-- b -->c|ac"
      },
      ignoreLeadingAndTrailingWhitespace = false)
  void tagsAreNoText(String html, String text) {
    assertThat(HtmlText.plain(html).replace("\n", ";")).isEqualTo(text);
  }

  @Test
  void aMegabyteOfBeginningsIsReadInNoTime() {
    String html = "<script".repeat(1 << 16) + "<".repeat(1 << 19) + "&".repeat(1 << 19);
    assertThat(HtmlText.plain(html)).isNotEmpty();
  }
}
