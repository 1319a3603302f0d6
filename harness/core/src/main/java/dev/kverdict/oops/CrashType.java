package dev.kverdict.oops;

import java.util.Locale;

/** What went wrong, by the check of the kernel that noticed it. */
public enum CrashType {
  /** A BUG_ON. */
  BUG,
  /** An access to an address that nothing is mapped at, or that may not be accessed so. */
  BAD_ACCESS,
  /** A stack that ran over or was overwritten. */
  STACK,
  /** Another trap: a division by zero, an invalid instruction, a double fault. */
  TRAP,
  /** A list, a page, a page table or a slab object that does not hold what it should. */
  CORRUPTION,
  /** An access that KASAN or KFENCE found wrong. */
  MEMORY_SAFETY,
  /** Memory used before it was written: KMSAN. */
  UNINITIALISED,
  /** Two accesses that are not ordered: KCSAN. */
  DATA_RACE,
  /** What the C standard leaves undefined: UBSAN. */
  UNDEFINED_BEHAVIOUR,
  /** A reference count that overflowed or came back from zero. */
  REFCOUNT(Severity.WARNING),
  /** Memory that nothing points to any more. */
  LEAK(Severity.WARNING),
  /** A WARN_ON. */
  WARNING(Severity.WARNING),
  /** The lock validator, RCU's included. */
  LOCKDEP(Severity.LOCKING),
  /**
   * Something done in a context that does not allow it: sleeping in atomic context and its like.
   */
  CONTEXT,
  /** A processor that does not come along. */
  LOCKUP,
  /** A task that does not wake. */
  HANG,
  /** The kernel gave up by itself. */
  PANIC,
  /** The machine started again. */
  REBOOT,
  /** Another message that starts as a report does. */
  OTHER;

  private final Severity severity;

  CrashType() {
    this(Severity.FATAL);
  }

  CrashType(Severity severity) {
    this.severity = severity;
  }

  /**
   * Whether what reports it does not go on as if nothing was: a trial need not wait for more. A
   * task that hangs is no such end, as others go on.
   */
  public boolean stops() {
    return severity == Severity.FATAL && this != HANG;
  }

  /** What it says about the kernel that printed it. */
  public Severity severity() {
    return severity;
  }

  static CrashType of(RuleFile.Row row) {
    String name = row.fields().get(1);
    for (CrashType type : values()) {
      if (type.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
        return type;
      }
    }
    throw row.wrong("no type is called '" + name + "'");
  }
}
