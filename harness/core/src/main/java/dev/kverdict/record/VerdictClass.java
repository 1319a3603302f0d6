package dev.kverdict.record;

/** The four classes of verdict, worst last. */
public enum VerdictClass {
  PASS,
  UNDECIDED,
  ERROR,
  FAIL
}
