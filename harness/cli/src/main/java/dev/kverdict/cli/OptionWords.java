package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.model.ConfigWord;
import java.util.ArrayList;
import java.util.List;

/** Words in options of {@code try} and {@code new}. */
final class OptionWords {

  private OptionWords() {}

  /**
   * Returns the words of {@code --with}.
   *
   * @throws UserError if there is no such word, or two do not go together
   */
  static List<ConfigWord> words(List<String> with) {
    List<ConfigWord> words = new ArrayList<>();
    for (String text : with) {
      ConfigWord word =
          List.of(ConfigWord.values()).stream()
              .filter(known -> known.label().equals(text))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UserError(
                          "--with " + text,
                          "there is no such word",
                          "known are: " + String.join(", ", ConfigWord.labels())));
      for (ConfigWord other : words) {
        String why = other.excludes(word);
        if (why != null) {
          throw new UserError(
              "--with " + text, "does not go with " + other.label() + ": " + why, "leave out one");
        }
      }
      if (!words.contains(word)) {
        words.add(word);
      }
    }
    return words;
  }

  /**
   * Requires a name.
   *
   * @throws UserError if it is none
   */
  static void requireName(String option, String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,59}")) {
      throw new UserError(option + " " + name, "is no name", "separate names by commas alone");
    }
  }
}
