package dev.kverdict.record;

import java.util.List;

/** What became of a kernel, with or without a patch, on its way to a bootable artefact. */
public sealed interface BuildOutcome {

  /** The kinds of outcome, for switches without a default. */
  enum Kind {
    BUILT,
    PATCH_REJECTED,
    ALREADY_APPLIED,
    NO_CHANGE,
    BUILD_FAILED,
    HOST_FAULT
  }

  /** The kind of this outcome. */
  Kind kind();

  /** One or more lines for a person: the hunk, the compiler's words; empty when built. */
  List<String> lines();

  /**
   * There is an artefact.
   *
   * @param digest SHA-256 over everything of it that can run
   */
  record Built(String digest) implements BuildOutcome {
    @Override
    public Kind kind() {
      return Kind.BUILT;
    }

    @Override
    public List<String> lines() {
      return List.of();
    }
  }

  /** A hunk does not apply: which, and why. */
  record PatchRejected(List<String> lines) implements BuildOutcome {
    public PatchRejected {
      lines = List.copyOf(lines);
    }

    @Override
    public Kind kind() {
      return Kind.PATCH_REJECTED;
    }
  }

  /** The reverse of the patch applies: the source has it already. */
  record AlreadyApplied(List<String> lines) implements BuildOutcome {
    public AlreadyApplied {
      lines = List.copyOf(lines);
    }

    @Override
    public Kind kind() {
      return Kind.ALREADY_APPLIED;
    }
  }

  /** The patch applies and what can run is byte for byte the control. */
  record NoChange(List<String> lines) implements BuildOutcome {
    public NoChange {
      lines = List.copyOf(lines);
    }

    @Override
    public Kind kind() {
      return Kind.NO_CHANGE;
    }
  }

  /** Configuration or compilation failed, with the tool's own lines. */
  record BuildFailed(List<String> lines) implements BuildOutcome {
    public BuildFailed {
      lines = List.copyOf(lines);
    }

    @Override
    public Kind kind() {
      return Kind.BUILD_FAILED;
    }
  }

  /** The host did not do its part, so that nothing is known of the patch; with what went wrong. */
  record HostFault(List<String> lines) implements BuildOutcome {
    public HostFault {
      lines = List.copyOf(lines);
    }

    @Override
    public Kind kind() {
      return Kind.HOST_FAULT;
    }
  }
}
