package dev.kverdict.oops;

/** The state of a kernel after a report. */
public enum Severity {
  /** It died, or cannot be trusted from now on. */
  FATAL,
  /** It went on: a WARN. */
  WARNING,
  /** It went on: the lock validator found an order that could deadlock, or RCU misused. */
  LOCKING
}
