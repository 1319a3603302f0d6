package dev.kverdict.oops;

/** The kind of failure, by the kernel's check that noticed it. */
public enum CrashType {
  /** A BUG_ON. */
  BUG,
  /** An access to an address that is not mapped, or not accessible in this way. */
  BAD_ACCESS,
  /** A stack overflow, or an overwritten stack. */
  STACK,
  /** Another trap: a division by zero, an invalid instruction, a double fault. */
  TRAP,
  /** A list, a page, a page table or a slab object with wrong content. */
  CORRUPTION,
  /** An invalid access found by KASAN or KFENCE. */
  MEMORY_SAFETY,
  /** Memory used before it was written: KMSAN. */
  UNINITIALISED,
  /** Two unordered accesses: KCSAN. */
  DATA_RACE,
  /** Behaviour that the C standard leaves undefined: UBSAN. */
  UNDEFINED_BEHAVIOUR,
  /** A reference count that overflowed, or was incremented from zero. */
  REFCOUNT(Severity.WARNING),
  /** Memory that nothing points to any more. */
  LEAK(Severity.WARNING),
  /** A WARN_ON. */
  WARNING(Severity.WARNING),
  /** A report of the lock validator, RCU's included. */
  LOCKDEP(Severity.LOCKING),
  /** An operation not allowed in its context, such as sleeping in atomic context. */
  CONTEXT,
  /** A processor that makes no progress. */
  LOCKUP,
  /** A task that does not wake up. */
  HANG,
  /** A panic without another report. */
  PANIC,
  /** A reboot of the machine. */
  REBOOT,
  /** Any other message that starts like a report. */
  OTHER;

  private final Severity severity;

  CrashType() {
    this(Severity.FATAL);
  }

  CrashType(Severity severity) {
    this.severity = severity;
  }

  /**
   * Returns whether this crash ends the machine, so that a trial need not wait for more output. A
   * hung task does not, as others go on.
   */
  public boolean stops() {
    return severity == Severity.FATAL && this != HANG;
  }

  /** Returns what it says about the kernel's state. */
  public Severity severity() {
    return severity;
  }
}
