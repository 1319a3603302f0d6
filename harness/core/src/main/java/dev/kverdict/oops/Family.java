package dev.kverdict.oops;

import java.util.Locale;

/** What a header opens: it decides where the frame is looked for and what belongs to the report. */
enum Family {
  /** A fatal trap or BUG: the frame is the trapping instruction's function. */
  OOPS(true),
  /** A trap line that may stand behind another header; alone it is an {@link #OOPS}. */
  TRAP(true),
  /** A WARN_ON: found like an oops, but the kernel goes on. */
  WARNING(false),
  /** A report with one stack behind a trace marker. */
  TRACE(false),
  /** A report whose stack stands right behind the header, without a marker. */
  BARE(false),
  /** A lockdep report: the frame stands behind {@code at:}. */
  LOCK(false),
  /** A CPU that did not come along: the frame is where it entered the subsystem. */
  STALL(false),
  /** A task that sleeps too long: the frame is who waits. */
  HANG(false),
  /** A panic: a report of its own only where none caused it. */
  PANIC(true),
  /** A panic of another language's run time, which ends in a BUG of its own. */
  LANGUAGE(true),
  /** A message that names no frame. */
  NOTICE(false),
  /** A boot where the kernel was already up. */
  REBOOT(true);

  private final boolean fatal;

  Family(boolean fatal) {
    this.fatal = fatal;
  }

  /** Whether what runs into it dies, so that whatever panic follows is its consequence. */
  boolean fatal() {
    return fatal;
  }

  /** Whether a whole report of this family has a stack behind a trace marker. */
  boolean needsTrace() {
    return switch (this) {
      case OOPS, TRAP, WARNING, TRACE, STALL, HANG -> true;
      case BARE, LOCK, PANIC, LANGUAGE, NOTICE, REBOOT -> false;
    };
  }

  /** Whether a whole report of this family has a stack, in whatever form. */
  boolean hasStack() {
    return needsTrace() || this == BARE || this == LOCK;
  }

  static Family of(RuleFile.Row row) {
    String name = row.fields().get(0);
    for (Family family : values()) {
      if (family.name().toLowerCase(Locale.ROOT).equals(name)) {
        return family;
      }
    }
    throw row.wrong("no family is called '" + name + "'");
  }
}
