package dev.kverdict.oops;

import java.util.Map;
import java.util.Optional;

/**
 * A line that opens a report.
 *
 * @param rule the rule it matched
 * @param values what the rule's named groups matched
 */
record Header(HeaderRule rule, Map<String, String> values) {

  Header {
    values = Map.copyOf(values);
  }

  Family family() {
    return rule.family();
  }

  /** The function that the header itself names. */
  Optional<String> function() {
    return Optional.ofNullable(values.get("function"));
  }

  /** The {@code file:line} that the header names. */
  Optional<String> source() {
    return Optional.ofNullable(values.get("source"))
        .map(place -> place.replaceFirst("^(?:\\.\\./)+", ""));
  }
}
