package dev.kverdict.record;

import java.util.Objects;

/**
 * Something wrong that one trial showed beside its outcome.
 *
 * @param kind the kind
 * @param title a stable name of what was seen, numbers and device names masked
 * @param step the declared step during which it came, or {@value #SETTLE}, {@value #BOOT}
 * @param place how many declared steps had succeeded before it came; {@value #AT_SETTLE} after the
 *     program ended
 * @param detail one line for a person
 */
public record Finding(Kind kind, String title, String step, int place, String detail) {

  /** The time after the program's end, in which files and disk are looked at. */
  public static final String SETTLE = "settle";

  /** The time before anything under test. */
  public static final String BOOT = "boot";

  /** The place of all that shows after the program's end. */
  public static final int AT_SETTLE = Integer.MAX_VALUE - 1;

  /** The kinds of finding. */
  public enum Kind {
    /** The kernel warned and went on. */
    KERNEL_WARNING,
    /** The lock validator, or RCU's, complained. */
    LOCKDEP,
    /** A file system found something wrong. */
    FILE_SYSTEM,
    /** A journal was given up. */
    JOURNAL,
    /** A file system made itself read-only. */
    READ_ONLY,
    /** A block device returned an error. */
    DISK,
    /** Memory ran out, or the kernel counts some that nobody gave back. */
    MEMORY,
    /** The file system's own checker complained about the image after the trial. */
    FSCK,
    /** A file reads otherwise from the disk than it read from memory. */
    DATA_AFTER_REMOUNT,
    /** The kernel marked itself as tainted. */
    TAINT,
    /** Files or memory that nobody gave back. */
    LEFT_OVER;

    /** The kind as a person reads it: {@code kernel warning}. */
    public String words() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  public Finding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(detail, "detail");
  }

  /** Whether two trials show the same: the step may differ, what was seen may not. */
  public boolean same(Finding other) {
    return kind == other.kind && title.equals(other.title);
  }
}
