package dev.kverdict.record;

import java.util.List;

/**
 * What became of a kernel, with or without a patch, on its way to a bootable artefact.
 *
 * @param lines one or more lines for a person: the hunk, the compiler's words; empty when built
 * @param digest SHA-256 over everything in the artefact that can run; empty when not built
 */
public record BuildOutcome(Kind kind, List<String> lines, String digest) {

  /** The kinds of outcome. */
  public enum Kind {
    /** There is an artefact. */
    BUILT,
    /** A hunk does not apply. */
    PATCH_REJECTED,
    /** The reverse of the patch applies: the source has it already. */
    ALREADY_APPLIED,
    /** The patch applies, and everything that can run is byte for byte the control. */
    NO_CHANGE,
    /** Configuration or compilation failed. */
    BUILD_FAILED,
    /** The host did not do its part, so nothing is known of the patch. */
    HOST_FAULT
  }

  public BuildOutcome {
    lines = List.copyOf(lines);
  }

  /** A kernel that was built. */
  public static BuildOutcome built(String digest) {
    return new BuildOutcome(Kind.BUILT, List.of(), digest);
  }

  /** A patch of which a hunk does not apply. */
  public static BuildOutcome patchRejected(List<String> lines) {
    return new BuildOutcome(Kind.PATCH_REJECTED, lines, "");
  }

  /** A patch that the source has already. */
  public static BuildOutcome alreadyApplied(List<String> lines) {
    return new BuildOutcome(Kind.ALREADY_APPLIED, lines, "");
  }

  /** A patch that changes nothing that can run. */
  public static BuildOutcome noChange(List<String> lines) {
    return new BuildOutcome(Kind.NO_CHANGE, lines, "");
  }

  /** A build that failed, with the tool's own lines. */
  public static BuildOutcome buildFailed(List<String> lines) {
    return new BuildOutcome(Kind.BUILD_FAILED, lines, "");
  }

  /** A build that the host did not finish, with what went wrong. */
  public static BuildOutcome hostFault(List<String> lines) {
    return new BuildOutcome(Kind.HOST_FAULT, lines, "");
  }

  /** Returns a copy with other lines. */
  public BuildOutcome saying(List<String> other) {
    return new BuildOutcome(kind, other, digest);
  }
}
