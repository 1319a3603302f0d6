package dev.kverdict.guest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a message. A missing or mistyped field is a problem, never guessed. */
final class Fields {

  private static final int MAX_FRAMES = 64;

  private final JsonNode message;
  private @Nullable String problem;

  Fields(JsonNode message) {
    this.message = message;
  }

  String text(String name) {
    JsonNode field = message.path(name);
    return field.isTextual() ? field.textValue() : missing(name, "");
  }

  long number(String name) {
    JsonNode field = message.path(name);
    return field.isIntegralNumber() && field.canConvertToLong()
        ? field.longValue()
        : missing(name, -1L);
  }

  int small(String name) {
    long value = number(name);
    return value == (int) value ? (int) value : missing(name, -1);
  }

  boolean flag(String name) {
    JsonNode field = message.path(name);
    return field.isBoolean() ? field.booleanValue() : missing(name, false);
  }

  /** Reads a kernel stack as {@code /proc/PID/stack} prints it: {@code [<0>] function+0x1/0x2}. */
  List<String> stack(String name) {
    return text(name)
        .lines()
        .limit(MAX_FRAMES)
        .map(line -> line.substring(line.startsWith("[<") ? line.indexOf(']') + 1 : 0).strip())
        .toList();
  }

  /** Returns what is wrong with the message, if anything. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private <T> T missing(String name, T instead) {
    if (problem == null) {
      problem = "without a proper \"" + name + "\"";
    }
    return instead;
  }
}
