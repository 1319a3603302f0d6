package dev.kverdict.record;

import java.util.Optional;

/**
 * A candidate in its place.
 *
 * @param rank its place, from 1; those that are the same change share it; 0 for what was not judged
 * @param candidate the candidate
 * @param counts the candidate whose standing counts: itself, or the one that it is the same as
 */
public record RankedCandidate(int rank, Candidate candidate, Candidate counts) {

  /** Returns the verdicts that hold for it; empty if it was not judged. */
  public Optional<Candidate.Judged> judged() {
    return counts.standing() instanceof Candidate.Judged judged
        ? Optional.of(judged)
        : Optional.empty();
  }

  /** Returns its result in a word. */
  public String result() {
    return judged().map(judged -> judged.result().name()).orElse("not judged");
  }

  /** Returns what decided, or why there is no verdict, for a person. */
  public String reason() {
    String same =
        candidate.standing() instanceof Candidate.Duplicate duplicate
            ? "the same as %s, %s".formatted(duplicate.of(), duplicate.how())
            : "";
    if (!same.isEmpty()) {
      return same;
    }
    if (counts.standing() instanceof Candidate.Unreadable unreadable) {
      return unreadable.why();
    }
    if (counts.standing() instanceof Candidate.NotReached left) {
      return left.why();
    }
    return judged().map(RankedCandidate::decisive).orElse("");
  }

  private static String decisive(Candidate.Judged judged) {
    return judged.result() == VerdictClass.PASS
        ? judged.reason()
        : "%s %s: %s".formatted(judged.repro(), judged.verdict(), judged.reason());
  }
}
