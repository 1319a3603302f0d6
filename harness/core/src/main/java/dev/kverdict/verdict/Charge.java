package dev.kverdict.verdict;

import dev.kverdict.record.Finding;
import dev.kverdict.record.Outcome;
import org.jspecify.annotations.Nullable;

/** Something that a trial holds against a patch, a control or the case. */
public final class Charge {

  private final Outcome outcome;
  private final @Nullable Finding finding;

  private Charge(Outcome outcome, @Nullable Finding finding) {
    this.outcome = outcome;
    this.finding = finding;
  }

  /** How the trial came out. */
  static Charge of(Outcome outcome) {
    return new Charge(outcome, null);
  }

  /** What it showed beside its outcome. */
  static Charge of(Outcome outcome, Finding finding) {
    return new Charge(outcome, finding);
  }

  /** Whether another trial shows the same. */
  public boolean shownBy(Outcome other) {
    Finding seen = finding;
    return seen == null
        ? other.kind() == outcome.kind() && other.title().equals(outcome.title())
        : other.findings().stream().anyMatch(seen::same);
  }

  /** The charge as a person reads it: {@code HUNG (task hung in f)}. */
  public String words() {
    Finding seen = finding;
    String title = seen == null ? outcome.title() : seen.title();
    String kind = seen == null ? outcome.kind().name() : seen.kind().words();
    return title.isEmpty() ? kind : kind + " (" + title + ")";
  }
}
