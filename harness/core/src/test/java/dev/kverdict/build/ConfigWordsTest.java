package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.kernel.ConfigFragment;
import dev.kverdict.model.ConfigWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The options that come with kverdict. */
class ConfigWordsTest {

  private static final ConfigFragment GUEST = ConfigParts.resource("guest");

  static Stream<String> parts() {
    return Stream.concat(Stream.of("tiny", "guest"), ConfigWord.labels().stream());
  }

  @ParameterizedTest
  @MethodSource("parts")
  void everyOptionHasAReason(String name) {
    List<String> lines = ConfigParts.resource(name).text().lines().toList();
    assertThat(lines.get(0)).isEqualTo("# SPDX-License-Identifier: GPL-2.0-only");
    assertThat(ConfigParts.resource(name).options()).isNotEmpty();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith("CONFIG_")) {
        assertThat(lines.get(i)).matches("CONFIG_[A-Z0-9_]+=[yn]");
        assertThat(lines.get(i - 1)).as(lines.get(i)).startsWith("# ").doesNotContain("CONFIG_");
      } else {
        assertThat(lines.get(i)).matches("|# .*[.,a-z]");
      }
    }
  }

  @Test
  void wordsContradictEachOtherOnlyIfTheySayThatTheyExcludeEachOther() {
    for (ConfigWord one : ConfigWord.values()) {
      for (ConfigWord other : ConfigWord.values()) {
        assertThat(contradictions(fragment(one), fragment(other)).isEmpty())
            .as("%s and %s", one, other)
            .isEqualTo(one.excludes(other) == null);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWordTakesNothingFromTheGuest(ConfigWord word) {
    assertThat(contradictions(GUEST, fragment(word))).isEmpty();
  }

  private static ConfigFragment fragment(ConfigWord word) {
    return ConfigParts.resource(word.label());
  }

  private static List<String> contradictions(ConfigFragment one, ConfigFragment other) {
    List<String> found = new ArrayList<>();
    one.options()
        .forEach(
            (name, value) -> {
              if (!Objects.requireNonNullElse(other.options().get(name), value).equals(value)) {
                found.add(name);
              }
            });
    return found;
  }
}
