package dev.kverdict.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "plain <b>", "tab\tand\nline", "Zoë 東京 ✓ é", "😀"})
  void whatIsSeenStays(String text) {
    assertThat(Visible.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0000, ␀",
    "001b, ␛",
    "000d, ␍",
    "007f, ␡",
    "009b, ⟨U+009B⟩",
    "00a0, ⟨U+00A0⟩",
    "00ad, ⟨U+00AD⟩",
    "061c, ⟨U+061C⟩",
    "200b, ⟨U+200B⟩",
    "200f, ⟨U+200F⟩",
    "2028, ⟨U+2028⟩",
    "202e, ⟨U+202E⟩",
    "2067, ⟨U+2067⟩",
    "feff, ⟨U+FEFF⟩",
    "fe0f, ⟨U+FE0F⟩",
    "e000, ⟨U+E000⟩",
    "ffff, ⟨U+FFFF⟩",
    "d800, ⟨U+D800⟩",
    "3164, ⟨U+3164⟩"
  })
  void whatHidesIsNamed(String code, String shown) {
    String hidden = Character.toString((char) Integer.parseInt(code, 16));
    assertThat(Visible.of("a" + hidden + "b")).isEqualTo("a" + shown + "b");
  }

  @Test
  void charactersBeyondTheFirstPlaneAreOne() {
    assertThat(Visible.of("\u001b" + Character.toString(0xe0041) + "😀")).isEqualTo("␛⟨U+E0041⟩😀");
  }
}
