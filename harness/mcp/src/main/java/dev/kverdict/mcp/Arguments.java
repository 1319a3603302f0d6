package dev.kverdict.mcp;

import dev.kverdict.UserError;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a call. The server has checked their types against the tool's schema already;
 * what is missing or of another type here is told to the agent all the same.
 */
record Arguments(Map<String, Object> values) {

  /**
   * Returns a text.
   *
   * @throws UserError if there is none
   */
  String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> new UserError(name, "is missing", "pass it as a string"));
  }

  /** Returns a text, if there is one. */
  Optional<String> optionalText(String name) {
    return optional(name, String.class, "a string");
  }

  /** Returns a whole number, if there is one. */
  Optional<Integer> number(String name) {
    return optional(name, Integer.class, "a whole number");
  }

  private <T> Optional<T> optional(String name, Class<T> type, String wanted) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw new UserError(name, "is not " + wanted, "pass " + wanted);
    }
    return Optional.of(type.cast(value));
  }
}
