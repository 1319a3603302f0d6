package dev.kverdict.model;

/** Where a machine is saved, so that trials of a program can go on from there. */
public enum SnapshotPoint {
  /** Booted, modules loaded, image mounted: each trial tests what the program itself does. */
  AFTER_MOUNT,
  /** Booted, modules loaded: each trial mounts, too, because mounting is under test. */
  BEFORE_MOUNT,
  /** Not at all: each trial boots. */
  NONE;

  /** The name as a matrix writes it: {@code after-mount}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
