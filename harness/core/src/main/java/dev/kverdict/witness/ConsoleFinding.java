package dev.kverdict.witness;

import java.util.Objects;

/**
 * A complaint of the kernel that is no crash.
 *
 * @param kind what it is about
 * @param title what it says, with numbers, addresses and device names masked
 * @param text the line as it was printed, without its time stamp
 * @param offset where the line starts, in bytes from the start of the console
 */
public record ConsoleFinding(Kind kind, String title, String text, long offset) {

  /** What complaints are about. */
  public enum Kind {
    /** A file system found something wrong. */
    FILE_SYSTEM,
    /** A journal was given up: what was not yet written back is lost. */
    JOURNAL,
    /** A file system lets nobody write any more. */
    READ_ONLY,
    /** A block device returned an error. */
    DISK,
    /** Memory ran out, or nobody gave it back. */
    MEMORY
  }

  public ConsoleFinding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
  }
}
