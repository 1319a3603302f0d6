package dev.kverdict.trial;

import dev.kverdict.model.SnapshotPoint;
import java.util.List;

/** How far a guest got before it was saved. */
public enum Stage {
  /** It booted: every module that the agent is asked for is still to be loaded. */
  BEFORE_MODULES("before-modules"),
  /** Its modules are loaded. */
  BEFORE_MOUNT("before-mount"),
  /** Its image is mounted, too. */
  AFTER_MOUNT("after-mount");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /** Returns the stages where trials are saved that ask for this point; none if they boot. */
  public static List<Stage> of(SnapshotPoint point) {
    return switch (point) {
      case NONE -> List.of();
      case BEFORE_MOUNT -> List.of(BEFORE_MOUNT);
      case AFTER_MOUNT -> List.of(AFTER_MOUNT);
    };
  }

  /** Returns the name for display: {@code after-mount}. */
  public String label() {
    return label;
  }
}
