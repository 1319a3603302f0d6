package dev.kverdict.yaml;

import dev.kverdict.text.Label;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single values: names, sizes, durations, ranges. */
final class Values {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})(KiB|MiB|GiB)?");
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})(ms|s|m)");
  private static final Map<String, Long> UNITS =
      Map.of("KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  /** Returns a list that may be left out. */
  static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  void name(Located file, String pointer, String text) {
    if (!NAME.matcher(text).matches()) {
      throw file.error(
          pointer,
          "'" + text + "' cannot be a name",
          "use up to 60 letters, digits, dots, dashes and underscores");
    }
  }

  int range(Located file, String pointer, @Nullable Integer value, int absent, int min, int max) {
    int number = value == null ? absent : value;
    if (number < min || number > max) {
      throw file.error(pointer, number + " is out of range", "use " + min + " to " + max);
    }
    return number;
  }

  long bytes(Located file, String pointer, String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      throw file.error(
          pointer, "'" + text + "' is no size", "write bytes, or KiB, MiB, GiB: 64MiB");
    }
    String unit = size.group(2);
    return Long.parseLong(size.group(1)) * (unit == null ? 1 : UNITS.getOrDefault(unit, 1L));
  }

  Duration duration(Located file, String pointer, String text) {
    Matcher duration = DURATION.matcher(text.strip());
    if (!duration.matches()) {
      throw file.error(pointer, "'" + text + "' is no duration", "write it as 30s, 500ms or 2m");
    }
    long number = Long.parseLong(duration.group(1));
    return switch (duration.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }

  /** Returns the enum constant whose label was written. */
  <E extends Enum<E>> E oneOf(
      Located file, String pointer, @Nullable String text, E absent, Class<E> type) {
    if (text == null) {
      return absent;
    }
    List<String> known = new ArrayList<>();
    for (E value : Objects.requireNonNull(type.getEnumConstants())) {
      String word = Label.of(value);
      if (word.equals(text)) {
        return value;
      }
      known.add(word);
    }
    throw file.error(pointer, "'" + text + "' is not known", Located.known(known));
  }
}
