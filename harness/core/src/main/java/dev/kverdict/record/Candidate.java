package dev.kverdict.record;

import java.util.Objects;

/**
 * What a batch knows of one of its patches on one kernel.
 *
 * @param kernel the kernel's name; empty if the patch never met one
 * @param patch the patch's name in the run
 * @param from where it came from, for a person
 * @param subject the subject of its mail, or of the first of its series; empty without one
 * @param standing how far it got
 */
public record Candidate(
    String kernel, String patch, String from, String subject, Standing standing) {

  public Candidate {
    Objects.requireNonNull(standing, "standing");
  }

  /** How far a candidate got. */
  public sealed interface Standing {}

  /**
   * There are verdicts on it.
   *
   * @param result the worst class of its verdicts
   * @param verdict the verdict that decided
   * @param repro the reproducer or guard of that verdict
   * @param reason the weightiest reason for it
   * @param judged the number of its cells that were judged; fewer than all after a fail
   * @param cells the number of its cells
   */
  public record Judged(
      VerdictClass result, VerdictKind verdict, String repro, String reason, int judged, int cells)
      implements Standing {}

  /**
   * It is the same change as another candidate, whose verdicts hold for it.
   *
   * @param of the name of the other
   * @param how what is the same about them
   */
  public record Duplicate(String of, String how) implements Standing {}

  /** It is no patch that could be judged: a mistake, not a verdict. */
  public record Unreadable(String why) implements Standing {}

  /** The batch ended before there was a verdict on it. */
  public record NotReached(String why) implements Standing {}
}
