package dev.kverdict.verdict;

import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import org.jspecify.annotations.Nullable;

/** Something in a trial that counts against a patch, a control or the case. */
public record Charge(Outcome outcome, @Nullable Finding finding) {

  /** Creates a charge from a trial's outcome. */
  static Charge of(Outcome outcome) {
    return new Charge(outcome, null);
  }

  /** Creates a charge from a trial's finding. */
  static Charge of(Outcome outcome, Finding finding) {
    return new Charge(outcome, finding);
  }

  /** Returns whether another trial shows the same. */
  public boolean shownBy(Outcome other) {
    Finding seen = finding;
    return seen == null
        ? other.kind() == outcome.kind() && other.title().equals(outcome.title())
        : other.findings().stream().anyMatch(seen::same);
  }

  /** Returns the charge for display: {@code HUNG (task hung in f)}. */
  public String words() {
    Finding seen = finding;
    String title = seen == null ? outcome.title() : seen.title();
    String kind = seen == null ? outcome.kind().name() : seen.kind().words();
    return title.isEmpty() ? kind : kind + " (" + title + ")";
  }
}
