package dev.kverdict.oops;

import java.util.Map;
import java.util.Optional;

/**
 * A line that opens a report.
 *
 * @param rule the rule it matched
 * @param values the matches of the rule's named groups
 */
record Header(HeaderRule rule, Map<String, String> values) {

  Header {
    values = Map.copyOf(values);
  }

  Family family() {
    return rule.family();
  }

  /** Returns the function in the header itself. */
  Optional<String> function() {
    return Optional.ofNullable(values.get("function"));
  }

  /** Returns the {@code file:line} in the header. */
  Optional<String> source() {
    return Optional.ofNullable(values.get("source"))
        .map(place -> place.replaceFirst("^(?:\\.\\./)+", ""));
  }
}
