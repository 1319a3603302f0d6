package dev.kverdict.trial;

/** Where a snapshot keeps its guest's memory. */
public enum SavedMemory {
  /** In a file that QEMU maps: whoever resumes reads no more than the pages that its guest uses. */
  MAPPED,
  /** In the state, which is read to its end before a guest goes on. */
  IN_STATE
}
