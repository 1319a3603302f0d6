package dev.kverdict.witness;

import java.util.Objects;

/**
 * A complaint of the kernel that is not a crash.
 *
 * @param kind the subject of the complaint
 * @param title the complaint, with numbers, addresses and device names masked
 * @param text the line as it was printed, without its time stamp
 * @param offset where the line starts, in bytes from the start of the console
 */
public record ConsoleFinding(Kind kind, String title, String text, long offset) {

  /** Subjects of complaints. */
  public enum Kind {
    /** A file system found an error. */
    FILE_SYSTEM,
    /** A journal was aborted: what was not yet written back is lost. */
    JOURNAL,
    /** A file system became read-only. */
    READ_ONLY,
    /** A block device returned an error. */
    DISK,
    /** Memory ran out or leaked. */
    MEMORY
  }

  public ConsoleFinding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
  }
}
