package dev.kverdict.drill;

import java.util.List;

/**
 * A row of the drill's table.
 *
 * @param fault what happened
 * @param outcome the verdicts, or what the run said instead
 * @param exit its exit code
 * @param orphans what it left behind
 * @param next what the next run came to
 * @param wrong what must not be so; none if all is well
 */
record Row(
    String fault, String outcome, String exit, String orphans, String next, List<String> wrong) {

  static final String HEAD =
      """
      | fault | outcome | exit code | left behind | next run |
      |---|---|---|---|---|
      """;

  Row {
    wrong = List.copyOf(wrong);
  }

  static Row notRun(Fault fault, String why) {
    return new Row(fault.name(), "not run here: " + why, "-", "-", "-", List.of());
  }

  /** Returns it in Markdown. */
  String markdown() {
    return "| %s | %s | %s | %s | %s |%n"
        .formatted(fault, outcome.replace("|", "\\|"), exit, orphans, next);
  }
}
