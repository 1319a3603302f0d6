package dev.kverdict.oops;

/** What a report says about the kernel that printed it. */
public enum Severity {
  /** It died, or what it does from now on cannot be trusted. */
  FATAL,
  /** It went on: a WARN. */
  WARNING,
  /** It went on: the lock validator found an order that could deadlock, or RCU misused. */
  LOCKING
}
