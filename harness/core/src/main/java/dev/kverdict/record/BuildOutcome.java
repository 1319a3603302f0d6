package dev.kverdict.record;

import java.util.List;

/**
 * The outcome of building a kernel, with or without a patch.
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
    /** The host failed, so nothing is known about the patch. */
    HOST_FAULT
  }

  public BuildOutcome {
    lines = List.copyOf(lines);
  }

  /** Returns the outcome of a kernel that was built. */
  public static BuildOutcome built(String digest) {
    return new BuildOutcome(Kind.BUILT, List.of(), digest);
  }

  /** Returns the outcome of a patch with a hunk that does not apply. */
  public static BuildOutcome patchRejected(List<String> lines) {
    return new BuildOutcome(Kind.PATCH_REJECTED, lines, "");
  }

  /** Returns the outcome of a patch that the source has already. */
  public static BuildOutcome alreadyApplied(List<String> lines) {
    return new BuildOutcome(Kind.ALREADY_APPLIED, lines, "");
  }

  /** Returns the outcome of a patch that changes nothing that can run. */
  public static BuildOutcome noChange(List<String> lines) {
    return new BuildOutcome(Kind.NO_CHANGE, lines, "");
  }

  /** Returns the outcome of a failed build, with the tool's own lines. */
  public static BuildOutcome buildFailed(List<String> lines) {
    return new BuildOutcome(Kind.BUILD_FAILED, lines, "");
  }

  /** Returns the outcome of a build that the host did not finish, with the host's error. */
  public static BuildOutcome hostFault(List<String> lines) {
    return new BuildOutcome(Kind.HOST_FAULT, lines, "");
  }

  /** Returns a copy with other lines. */
  public BuildOutcome saying(List<String> other) {
    return new BuildOutcome(kind, other, digest);
  }
}
