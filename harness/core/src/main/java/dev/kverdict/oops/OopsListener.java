package dev.kverdict.oops;

/** Told by an {@link OopsReader} what it sees, in the order of the console. */
public interface OopsListener {

  /**
   * A crash began: called as soon as the line that opens it is complete, before its report is.
   *
   * @param header the line that opened the report, without time stamp
   * @param type what kind of crash it is
   * @param offset where that line starts, in bytes from the start of the console
   */
  void crashBegan(String header, CrashType type, long offset);

  /**
   * A report is whole: its end was seen, another began in its context, or the console ended.
   * Reports are told in the order in which they began; crashes of two CPUs may begin before either
   * is whole.
   */
  void reportEnded(CrashReport report);
}
