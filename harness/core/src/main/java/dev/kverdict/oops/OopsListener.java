package dev.kverdict.oops;

/** Told by an {@link OopsReader} what it sees, in the order of the console. */
public interface OopsListener {

  /**
   * A crash began: called as soon as the line that opens it is complete, before its report is.
   *
   * @param header the line that opened the report, without time stamp
   * @param offset where that line starts, in bytes from the start of the console
   */
  void crashBegan(String header, long offset);

  /** A report is whole: its end was seen, another began, or the console ended. */
  void reportEnded(CrashReport report);
}
