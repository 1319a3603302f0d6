package dev.kverdict.model;

import dev.kverdict.text.Label;

/** The point at which the snapshot is taken that trials of a program resume from. */
public enum SnapshotPoint {
  /** Booted, modules loaded, image mounted: each trial tests what the program itself does. */
  AFTER_MOUNT,
  /** Booted, modules loaded: each trial mounts, too, because mounting is under test. */
  BEFORE_MOUNT,
  /** No snapshot: each trial boots. */
  NONE;

  /** Returns the name as a matrix writes it: {@code after-mount}. */
  public String label() {
    return Label.of(this);
  }
}
