package dev.kverdict.record;

import java.util.Locale;
import java.util.Objects;

/**
 * Something wrong that a trial showed beside its outcome.
 *
 * @param kind the kind
 * @param title a stable name for it, with numbers and device names masked
 * @param step the declared step during which it appeared, or {@value #SETTLE}, {@value #BOOT}
 * @param place the number of declared steps that had succeeded before it appeared; {@value
 *     #AT_SETTLE} after the program ended
 * @param detail one line for a person
 */
public record Finding(Kind kind, String title, String step, int place, String detail) {

  /** The time after the program's end, when files and disk are examined. */
  public static final String SETTLE = "settle";

  /** The time before anything under test runs. */
  public static final String BOOT = "boot";

  /** The place of everything that appears after the program's end. */
  public static final int AT_SETTLE = Integer.MAX_VALUE - 1;

  /** The kinds of finding. */
  public enum Kind {
    /** The kernel warned and went on. */
    KERNEL_WARNING,
    /** The lock validator, or RCU's, complained. */
    LOCKDEP,
    /** A file system found something wrong. */
    FILE_SYSTEM,
    /** A journal was aborted. */
    JOURNAL,
    /** A file system made itself read-only. */
    READ_ONLY,
    /** A block device returned an error. */
    DISK,
    /** Memory ran out, or the kernel reports a leak. */
    MEMORY,
    /** The file system's own checker complained about the image after the trial. */
    FSCK,
    /** A file read from the disk differs from the file in memory. */
    DATA_AFTER_REMOUNT,
    /** The kernel marked itself as tainted. */
    TAINT,
    /** Files or memory were not released. */
    LEFT_OVER;

    /** Returns the kind for a person: {@code kernel warning}. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  public Finding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(detail, "detail");
  }

  /** Returns whether both are the same problem; they may appear in different steps. */
  public boolean same(Finding other) {
    return kind == other.kind && title.equals(other.title);
  }
}
