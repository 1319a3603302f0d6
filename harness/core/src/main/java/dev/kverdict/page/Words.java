package dev.kverdict.page;

import dev.kverdict.record.VerdictClass;
import java.util.Locale;

/** Words and marks for constants. */
final class Words {

  private Words() {}

  /** Returns a constant in words: {@code FAILED_AS_EXPECTED} is {@code failed as expected}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns the mark of a class, which tells it apart without colour. */
  static String mark(VerdictClass kind) {
    return switch (kind) {
      case PASS -> "✓";
      case FAIL -> "✕";
      case UNDECIDED -> "?";
      case ERROR -> "!";
    };
  }

  /** Returns the name of a class in the style sheet. */
  static String style(VerdictClass kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Returns a count with its noun: {@code 1 trial}, {@code 5 trials}. */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
