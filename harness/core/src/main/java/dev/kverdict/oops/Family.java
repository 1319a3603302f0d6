package dev.kverdict.oops;

/** The family of a report, which decides where its frame is found and what belongs to it. */
enum Family {
  /** A fatal trap or BUG: the frame is the trapping instruction's function. */
  OOPS(true),
  /** A trap line that may follow another header; alone it is an {@link #OOPS}. */
  TRAP(true),
  /** A WARN_ON: found like an oops, but the kernel goes on. */
  WARNING(false),
  /** A report with one stack behind a trace marker. */
  TRACE(false),
  /** A report whose stack follows the header directly, without a marker. */
  BARE(false),
  /** A lockdep report: the frame follows {@code at:}. */
  LOCK(false),
  /** A lockdep report of locks that a task keeps: the frame is where it took the first. */
  HELD(false),
  /** A CPU that makes no progress: the frame is where it entered the subsystem. */
  STALL(false),
  /** A grace period of RCU that does not end: named like a stall, by what the timer interrupted. */
  GRACE(false),
  /** A task that sleeps too long: the frame is the function that waits. */
  HANG(false),
  /** A panic: a separate report only if no other report caused it. */
  PANIC(true),
  /** A panic of another language's runtime, which ends in a BUG. */
  LANGUAGE(true),
  /** What slub says of an object: part of a report, and alone what is left of one. */
  OBJECT(false),
  /** The end of a program that tests the kernel; only in logs that are not a kernel's alone. */
  PROGRAM(false),
  /** A message that names no frame. */
  NOTICE(false),
  /** A boot although the kernel was already up. */
  REBOOT(true);

  private final boolean fatal;

  Family(boolean fatal) {
    this.fatal = fatal;
  }

  /** Returns whether it kills its task, so that any panic that follows is its consequence. */
  boolean fatal() {
    return fatal;
  }

  /** Returns whether a complete report of this family has a stack behind a trace marker. */
  boolean needsTrace() {
    return switch (this) {
      case OOPS, TRAP, WARNING, TRACE, STALL, GRACE, HANG -> true;
      case BARE, LOCK, HELD, PANIC, LANGUAGE, OBJECT, PROGRAM, NOTICE, REBOOT -> false;
    };
  }

  /** Returns whether a complete report of this family has a stack of any form. */
  boolean hasStack() {
    return needsTrace() || this == BARE || this == LOCK || this == HELD;
  }
}
