package dev.kverdict.oops;

/** What a report says about the state of the kernel that printed it. */
public enum Severity {
  /** It died, or cannot be trusted from now on. */
  FATAL,
  /** It went on: a WARN. */
  WARNING,
  /** It went on: the lock validator found an order that could deadlock, or RCU misused. */
  LOCKING
}
